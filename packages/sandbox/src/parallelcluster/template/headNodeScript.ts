import { STAND_IN_LINE } from "../../kernel/standIn.ts";

/** What the head node runs at its first boot; `${!x}` reaches the shell as `${x}`. */
export function headNodeScript(bootstrapDirectory: string): string {
  return `#!/bin/bash
${STAND_IN_LINE}
set -o pipefail
bootstrap="${bootstrapDirectory}"
cfn() { "$1" --stack "\${AWS::StackName}" --region "\${AWS::Region}" --url "\${CloudFormationUrl}" "\${!@:2}"; }
fail() {
  reason="$(cat /var/log/parallelcluster/bootstrap_error_msg 2>/dev/null || echo "$1")"
  sleep 10
  cfn-signal --exit-code=1 --reason="$reason" "$(cat "$bootstrap/wait_condition_handle.txt")"
  exit 1
}
mkdir -p "$bootstrap"
cfn cfn-init -v -c deployFiles -r HeadNodeLaunchTemplate || fail "Failed to bootstrap the head node"
baked="$(cat /opt/parallelcluster/.bootstrapped 2>/dev/null)"
[ -n "$baked" ] || fail "This AMI was not baked by ParallelCluster"
[ "$baked" = "\${CookbookVersion}" ] || fail "This AMI was created with $baked, but is trying to be used with \${CookbookVersion}"
[ "\${CustomChefCookbook}" = NONE ] || echo "cookbook \${CustomChefCookbook} chef \${ChefVersion} berkshelf \${BerkshelfVersion}"
cfn cfn-init -v -c default -r HeadNodeLaunchTemplate || fail "Failed to bootstrap the head node \${ParallelClusterVersion}"
cfn-signal --exit-code=0 --reason="HeadNode setup complete" "$(cat "$bootstrap/wait_condition_handle.txt")"
`;
}
