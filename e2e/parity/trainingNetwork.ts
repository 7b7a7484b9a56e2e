/**
 * A network of two zones as public templates for training clusters lay it out: blocks by Fn::Cidr, zones by
 * Fn::Select, a NAT gateway for each zone, endpoints, a flow log, and no dependency on the gateway's attachment
 * (aws-samples/awsome-distributed-training 1.architectures, aws/aws-parallelcluster cloudformation/networking).
 */
export const TRAINING_NETWORK = `
AWSTemplateFormatVersion: "2010-09-09"
Description: Two zones with public and private subnets
Parameters:
  NatPerZone: { Type: String, AllowedValues: ["true", "false"], Default: "true" }
  Zones: { Type: "List<AWS::EC2::AvailabilityZone::Name>", Default: "us-west-2a,us-west-2b" }
Mappings:
  Blocks:
    Network: { Public: 10.0.0.0/16, Private: 10.1.0.0/16 }
Conditions:
  SecondNat: !Equals [!Ref NatPerZone, "true"]
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !FindInMap [Blocks, Network, Public]
      EnableDnsHostnames: "true"
      Tags: [{ Key: Name, Value: !Sub "\${AWS::StackName} network" }]
  PrivateBlock:
    Type: AWS::EC2::VPCCidrBlock
    Properties: { VpcId: !Ref Network, CidrBlock: !FindInMap [Blocks, Network, Private] }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: { VpcId: !Ref Network, InternetGatewayId: !Ref Gateway }
  PublicA:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Network
      AvailabilityZone: !Select [0, !Ref Zones]
      CidrBlock: !Select [0, !Cidr [!GetAtt Network.CidrBlock, 2, 8]]
      MapPublicIpOnLaunch: true
  PublicB:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Network
      AvailabilityZone: !Select [1, !Ref Zones]
      CidrBlock: !Select [1, !Cidr [!GetAtt Network.CidrBlock, 2, 8]]
      MapPublicIpOnLaunch: true
  PrivateA:
    Type: AWS::EC2::Subnet
    DependsOn: PrivateBlock
    Properties:
      VpcId: !Ref Network
      AvailabilityZone: !Select [0, !Ref Zones]
      CidrBlock: !Select [0, !Cidr [!FindInMap [Blocks, Network, Private], 2, 15]]
  PrivateB:
    Type: AWS::EC2::Subnet
    DependsOn: [PrivateBlock]
    Properties:
      VpcId: !Ref Network
      AvailabilityZone: !Select [1, !GetAZs ""]
      CidrBlock: !Select [1, !Cidr [!FindInMap [Blocks, Network, Private], 2, 15]]
  AddressA: { Type: AWS::EC2::EIP, Properties: { Domain: vpc } }
  AddressB: { Type: AWS::EC2::EIP, Condition: SecondNat, Properties: { Domain: vpc } }
  NatA:
    Type: AWS::EC2::NatGateway
    Properties: { AllocationId: !GetAtt AddressA.AllocationId, SubnetId: !Ref PublicA }
  NatB:
    Type: AWS::EC2::NatGateway
    Condition: SecondNat
    Properties: { AllocationId: !GetAtt AddressB.AllocationId, SubnetId: !Ref PublicB }
  PublicTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Network } }
  TableA: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Network } }
  TableB: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Network } }
  PublicRoute:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway }
  RouteA:
    Type: AWS::EC2::Route
    Properties: { RouteTableId: !Ref TableA, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref NatA }
  RouteB:
    Type: AWS::EC2::Route
    Properties:
      RouteTableId: !Ref TableB
      DestinationCidrBlock: 0.0.0.0/0
      NatGatewayId: !If [SecondNat, !Ref NatB, !Ref NatA]
  UsePublicA:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref PublicA, RouteTableId: !Ref PublicTable }
  UsePublicB:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref PublicB, RouteTableId: !Ref PublicTable }
  UseA:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref PrivateA, RouteTableId: !Ref TableA }
  UseB:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: { SubnetId: !Ref PrivateB, RouteTableId: !Ref TableB }
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Network
      ServiceName: !Join ["", [com.amazonaws., !Ref "AWS::Region", .s3]]
      RouteTableIds: [!Ref PublicTable, !Ref TableA, !Ref TableB]
      PolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: "*", Action: ["*"], Resource: ["*"] }]
  Sessions:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Network
      VpcEndpointType: Interface
      ServiceName: !Sub "com.amazonaws.\${AWS::Region}.ssm"
      PrivateDnsEnabled: true
      SubnetIds: [!Ref PrivateA, !Ref PrivateB]
      SecurityGroupIds: [!Ref Members]
  Members:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: Members of the cluster, VpcId: !Ref Network }
  FromMembers:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      { GroupId: !Ref Members, SourceSecurityGroupId: !Ref Members, IpProtocol: -1, FromPort: -1, ToPort: -1 }
  ToMembers:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      { GroupId: !Ref Members, DestinationSecurityGroupId: !Ref Members, IpProtocol: -1, FromPort: -1, ToPort: -1 }
  FlowRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { Service: vpc-flow-logs.amazonaws.com }, Action: "sts:AssumeRole" }
      Policies:
        - PolicyName: flows
          PolicyDocument:
            Version: 2012-10-17
            Statement: [{ Effect: Allow, Action: ["logs:PutLogEvents"], Resource: !GetAtt Flows.Arn }]
  Flows: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 7 } }
  FlowLog:
    Type: AWS::EC2::FlowLog
    Properties:
      DeliverLogsPermissionArn: !GetAtt FlowRole.Arn
      LogGroupName: !Ref Flows
      ResourceId: !Ref Network
      ResourceType: VPC
      TrafficType: ALL
Outputs:
  Network: { Value: !Ref Network, Export: { Name: !Sub "\${AWS::StackName}-Network" } }
  PrivateSubnets:
    Value: !Join [",", [!Ref PrivateA, !Ref PrivateB]]
    Export: { Name: !Sub "\${AWS::StackName}-PrivateSubnets" }
  Members: { Value: !GetAtt Members.GroupId, Export: { Name: !Sub "\${AWS::StackName}-Members" } }
  PublicBlocks: { Value: !Join [" ", [!GetAtt PublicA.CidrBlock, !GetAtt PublicB.CidrBlock]] }
  PrivateBlocks: { Value: !Join [" ", [!GetAtt PrivateA.CidrBlock, !GetAtt PrivateB.CidrBlock]] }
`;

/** A host in another stack that takes the network by its exports and signals when its user data is done. */
export const IMPORTING_HOST = `
Parameters:
  NetworkStack: { Type: String }
  Image: { Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }]
      ManagedPolicyArns:
        - !Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
        - !Sub "arn:\${AWS::Partition}:iam::aws:policy/AmazonSageMakerClusterInstanceRolePolicy"
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { Roles: [!Ref Role] } }
  Host:
    Type: AWS::EC2::Instance
    CreationPolicy: { ResourceSignal: { Timeout: PT10M } }
    Properties:
      ImageId: !Ref Image
      InstanceType: t3.micro
      IamInstanceProfile: !Ref Profile
      SubnetId: !Select [0, !Split [",", Fn::ImportValue: !Sub "\${NetworkStack}-PrivateSubnets"]]
      SecurityGroupIds: [Fn::ImportValue: !Sub "\${NetworkStack}-Members"]
      UserData:
        Fn::Base64: !Sub |
          #!/bin/bash
          /opt/aws/bin/cfn-signal -e $? --stack \${AWS::StackName} --resource Host --region \${AWS::Region}
Outputs:
  Address: { Value: !GetAtt Host.PrivateIp }
`;
