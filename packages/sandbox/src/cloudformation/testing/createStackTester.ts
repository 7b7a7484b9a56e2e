import type { Change, Parameter, Stack, StackEvent } from "@aws-sdk/client-cloudformation";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxKernel } from "../../kernel/SandboxKernel.ts";
import type { SandboxState } from "../../kernel/SandboxState.ts";
import type { ServiceModule } from "../../kernel/ServiceModule.ts";
import type { InputOf } from "../../kernel/serviceModels.ts";
import { cloudformation } from "../../services/cloudformation/cloudformation.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { fakeResources } from "./fakeResources.ts";

/** A template as an object: the tests write no JSON text. */
export interface TestTemplate {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

export interface StackTester {
  readonly kernel: SandboxKernel;
  readonly context: RegionContext;
  /** Calls CreateStack and lets everything end. */
  create(template: TestTemplate, more?: Partial<InputOf<"cloudformation", "CreateStack">>): void;
  update(template: TestTemplate, more?: Partial<InputOf<"cloudformation", "UpdateStack">>): void;
  remove(more?: Partial<InputOf<"cloudformation", "DeleteStack">>): void;
  /** The changes of a change set for the template. */
  changes(template: TestTemplate, parameters?: Parameter[]): readonly Change[];
  stack(name?: string): Stack;
  events(name?: string): StackEvent[];
  /** `LogicalId STATUS: reason` of each event, oldest first, the stack itself as `Stack`. */
  story(name?: string): string[];
}

export const STACK_NAME = "test-stack";

/** Drives CloudFormation with the fake resources, on a clock that stands still between the calls. */
export function createStackTester(modules: readonly ServiceModule[] = [], state?: SandboxState): StackTester {
  const kernel = createTestKernel({
    modules: [fakeResources(), ...modules, cloudformation],
    ...(state === undefined ? {} : { state }),
  });
  const context = kernel.context("us-west-2");
  return {
    kernel,
    context,
    create(template, more) {
      context.call("cloudformation", "CreateStack", {
        StackName: STACK_NAME,
        TemplateBody: JSON.stringify(template),
        ...more,
      });
      kernel.clock.runUntilIdle();
    },
    update(template, more) {
      context.call("cloudformation", "UpdateStack", {
        StackName: STACK_NAME,
        TemplateBody: JSON.stringify(template),
        ...more,
      });
      kernel.clock.runUntilIdle();
    },
    remove(more) {
      context.call("cloudformation", "DeleteStack", { StackName: STACK_NAME, ...more });
      kernel.clock.runUntilIdle();
    },
    changes(template, parameters) {
      const { Id: id } = context.call("cloudformation", "CreateChangeSet", {
        StackName: STACK_NAME,
        ChangeSetName: "compare",
        TemplateBody: JSON.stringify(template),
        ...(parameters === undefined ? {} : { Parameters: parameters }),
      });
      kernel.clock.runUntilIdle();
      return context.call("cloudformation", "DescribeChangeSet", { ChangeSetName: id }).Changes ?? [];
    },
    stack: (name = STACK_NAME) => describedStack(context, name),
    events: (name = STACK_NAME) => describedEvents(context, name),
    story: (name = STACK_NAME) => describedEvents(context, name).reverse().map(lineOf),
  };
}

function describedStack(context: RegionContext, name: string): Stack {
  const [stack] = context.call("cloudformation", "DescribeStacks", { StackName: name }).Stacks ?? [];
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}

function describedEvents(context: RegionContext, name: string): StackEvent[] {
  return context.call("cloudformation", "DescribeStackEvents", { StackName: name }).StackEvents ?? [];
}

function lineOf(event: StackEvent): string {
  const subject = event.PhysicalResourceId === event.StackId ? "Stack" : (event.LogicalResourceId ?? "");
  const reason = event.ResourceStatusReason === undefined ? "" : `: ${event.ResourceStatusReason}`;
  return `${subject} ${event.ResourceStatus ?? ""}${reason}`;
}

/** A parameter of the parameter store, the throw-away resource of the tests. */
export function parameter(value: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: value }, ...more };
}
