import { expect, test } from "vitest";
import { readPowerRequest } from "./powerRequest.ts";

test("a request names its nodes and the jobs that wait for them", () => {
  const file =
    '{"jobs":[{"job_id":4,"nodes":"q-dy-r-[1-2]"},{"job_id":5,"nodes_resume":"q-dy-r-3"}],"all_nodes":"q-dy-r-[1-3]"}';
  expect(readPowerRequest(`resume\nq-dy-r-[1-3]\n${file}`)).toEqual({
    kind: "resume",
    nodeNames: ["q-dy-r-1", "q-dy-r-2", "q-dy-r-3"],
    jobs: [
      { jobId: 4, nodeNames: ["q-dy-r-1", "q-dy-r-2"] },
      { jobId: 5, nodeNames: ["q-dy-r-3"] },
    ],
  });
});

test.each([
  { text: "suspend\nq-dy-r-1\n", request: { kind: "suspend", nodeNames: ["q-dy-r-1"], jobs: [] } },
  { text: "resume\nq-dy-r-1\n{broken", request: { kind: "resume", nodeNames: ["q-dy-r-1"], jobs: [] } },
  { text: "reboot\nq-dy-r-1\n", request: undefined },
  { text: "", request: undefined },
])("$text is read as $request", ({ text, request }) => {
  expect(readPowerRequest(text)).toEqual(request);
});
