/** Role names that AWS documents for the service-linked roles of the services that clusters use. */
export const SERVICE_LINKED_ROLES: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
  "batch.amazonaws.com": "AWSServiceRoleForBatch",
  "ec2.amazonaws.com": "AWSServiceRoleForEC2",
  "ec2fleet.amazonaws.com": "AWSServiceRoleForEC2Fleet",
  "elasticfilesystem.amazonaws.com": "AWSServiceRoleForAmazonElasticFileSystem",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
  "fsx.amazonaws.com": "AWSServiceRoleForAmazonFSx",
  "imagebuilder.amazonaws.com": "AWSServiceRoleForImageBuilder",
  "s3.data-source.lustre.fsx.amazonaws.com": "AWSServiceRoleForFSxS3Access",
  "servicequotas.amazonaws.com": "AWSServiceRoleForServiceQuotas",
  "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
  "spotfleet.amazonaws.com": "AWSServiceRoleForEC2SpotFleet",
  "ssm.amazonaws.com": "AWSServiceRoleForAmazonSSM",
};

export function serviceTrustPolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
