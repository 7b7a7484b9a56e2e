/** What a compute node runs at its first boot: everything it needs comes with it, it calls no cfn-init. */
export function computeScript(bootstrapDirectory: string): string {
  return `#!/bin/bash
set -o pipefail
bootstrap="${bootstrapDirectory}"
fail() {
  echo "$1" >> /var/log/parallelcluster/bootstrap_error_msg
  sleep 10
  shutdown -h now
}
mkdir -p "$bootstrap" /etc/chef
cat > "$bootstrap/dna.json" <<'DNA'
\${DnaJson}
DNA
cat > "$bootstrap/extra.json" <<'EXTRA'
\${ExtraJson}
EXTRA
echo "os=\${BaseOS} cluster=\${ClusterName} cookbook=\${CookbookVersion} custom=\${CustomChefCookbook}"
echo "chef=\${ChefVersion} berkshelf=\${BerkshelfVersion} startup_metric=\${ComputeStartupTimeMetricEnabled}"
timeout \${Timeout} /opt/parallelcluster/scripts/fetch_and_run || fail "Bootstrap failed (\${ParallelClusterVersion})"
`;
}
