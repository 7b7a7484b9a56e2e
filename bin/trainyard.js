#!/usr/bin/env node
// The SDK's word on Node 20 is for us, not for users: the pinned versions support it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
await import("../dist/main.js");
