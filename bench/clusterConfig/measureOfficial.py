"""Times the official library on configuration files: measureOfficial.py TYPES.json RUNS FILE...

The account is a stand-in in memory: instance types from the file of facts, one image, and a subnet, a
reservation or storage for any id; whatever else is asked is refused. Prints the fastest run of each file as
JSON, in milliseconds.
"""

import json
import logging
import os
import sys
import time
from urllib.error import URLError

os.environ.update(
    AWS_DEFAULT_REGION="us-west-2",
    AWS_ACCESS_KEY_ID="example",
    AWS_SECRET_ACCESS_KEY="example",
    AWS_EC2_METADATA_DISABLED="true",
)
logging.disable(logging.CRITICAL)

import botocore.client  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402

types_file, runs, *files = sys.argv[1:]
with open(types_file, encoding="utf-8") as stream:
    TYPES = {row["instanceType"]: row for row in json.load(stream)}


def described_type(name):
    row = TYPES[name]
    described = {
        "InstanceType": name,
        "SupportedUsageClasses": row["usageClasses"],
        "ProcessorInfo": {"SupportedArchitectures": row["architectures"]},
        "VCpuInfo": {"DefaultVCpus": row["vcpus"], "DefaultCores": row["cores"]},
        "MemoryInfo": {"SizeInMiB": row["memoryMiB"]},
        "PlacementGroupInfo": {"SupportedStrategies": row["placementStrategies"]},
        "NetworkInfo": {
            "EfaSupported": row["efaSupported"],
            "MaximumNetworkCards": row["networkCards"],
            "NetworkCards": [{"MaximumNetworkInterfaces": 2}] * row["networkCards"],
        },
    }
    gpus = row.get("gpus")
    if gpus:
        described["GpuInfo"] = {"Gpus": [{"Count": gpus["count"], "Manufacturer": gpus["manufacturer"]}]}
    return described


def image(name):
    return {
        "ImageId": name,
        "Architecture": "x86_64",
        "CreationDate": "2026-01-01",
        "Description": "AWS ParallelCluster AMI",
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 35}}],
    }


def subnet(name):
    zone = {"AvailabilityZone": "us-west-2a", "VpcId": "vpc-0123456789abcdef0", "CidrBlock": "10.0.0.0/16"}
    return {"SubnetId": name, "MapPublicIpOnLaunch": False, **zone}


def reservation(name):
    return {
        "CapacityReservationId": name,
        "InstanceType": "p5.48xlarge",
        "AvailabilityZone": "us-west-2a",
        "TotalInstanceCount": 16,
        "AvailableInstanceCount": 16,
    }


def file_system(name):
    return {
        "FileSystemId": name,
        "FileSystemType": "LUSTRE",
        "VpcId": "vpc-0123456789abcdef0",
        "SubnetIds": ["subnet-0123456789abcdef0"],
        "NetworkInterfaceIds": [],
    }


ANSWERS = {
    "DescribeCapacityReservations": lambda call: {
        "CapacityReservations": [reservation(name) for name in call["CapacityReservationIds"]]
    },
    "DescribeFileSystems": lambda call: {
        "FileSystems": [file_system(name) for name in call["FileSystemIds"]]
    },
    "DescribeVolumes": lambda call: {
        "Volumes": [
            {"VolumeId": name, "FileSystemId": "fs-0123456789abcdef0"} for name in call["VolumeIds"]
        ]
    },
    "DescribeInstanceTypes": lambda call: {
        "InstanceTypes": [described_type(name) for name in call["InstanceTypes"]]
    },
    "DescribeInstanceTypeOfferings": lambda call: {
        "InstanceTypeOfferings": [{"InstanceType": name, "Location": "us-west-2a"} for name in TYPES]
    },
    "DescribeImages": lambda call: {
        "Images": [image(name) for name in call.get("ImageIds") or ["ami-0123456789abcdef0"]]
    },
    "DescribeSubnets": lambda call: {"Subnets": [subnet(name) for name in call["SubnetIds"]]},
}


def answer(_client, operation, call):
    if operation in ANSWERS:
        return ANSWERS[operation](call)
    raise ClientError({"Error": {"Code": "Refused", "Message": f"The stand-in does not know {operation}."}}, operation)


botocore.client.BaseClient._make_api_call = answer

from pcluster.validators import s3_validators  # noqa: E402


def open_nothing(*_call, **_options):
    """No request leaves the machine."""
    raise URLError("The stand-in reads no addresses.")


s3_validators.urlopen = open_nothing

from pcluster.models.cluster import Cluster, ConfigValidationError  # noqa: E402
from pcluster.schemas.cluster_schema import ClusterSchema  # noqa: E402
from pcluster.utils import yaml_load  # noqa: E402
from pcluster.validators.common import FailureLevel, ValidatorContext  # noqa: E402


def check_all(text):
    """Reading, schema and validators, as a dry run of create-cluster does them."""
    try:
        Cluster("ml-cluster", config=text)._validate_and_parse_config(
            validator_suppressors=set(),
            validation_failure_level=FailureLevel.ERROR,
            context=ValidatorContext(),
        )
    except ConfigValidationError as refusal:
        types = {failure.validator_type for failure in refusal.validation_failures}
        if not types or "ConfigSchemaValidator" in types:
            raise


def check_schema(text):
    ClusterSchema(cluster_name="ml-cluster").load(yaml_load(text))


def fastest_ms(check, text):
    best = float("inf")
    for _ in range(int(runs)):
        start = time.perf_counter()
        check(text)
        best = min(best, time.perf_counter() - start)
    return best * 1000


figures = []
for file in files:
    with open(file, encoding="utf-8") as stream:
        content = stream.read()
    figures.append({"schemaMs": fastest_ms(check_schema, content), "allMs": fastest_ms(check_all, content)})
print(json.dumps(figures))
