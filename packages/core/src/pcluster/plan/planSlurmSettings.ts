import { databaseUriValidator } from "../rules/database.ts";
import { featureRegionValidator } from "../rules/region.ts";
import {
  arnServiceAndResourceValidator,
  mungeKeySecretSizeAndBase64Validator,
  passwordSecretArnValidator,
} from "../rules/secrets.ts";
import {
  customSlurmNodeNamesValidator,
  customSlurmSettingsIncludeFileOnlyValidator,
  customSlurmSettingsValidator,
  externalSlurmdbdRequiresCustomMungeKey,
  externalSlurmdbdTrafficNotEncrypted,
  externalSlurmdbdVsDatabaseIncompatibility,
} from "../rules/slurmSettings.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import { planUrl } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

const PATH = ["Scheduling", "SlurmSettings"] as const;

export function planSlurmSettings(plan: RulePlan, model: ClusterModel): void {
  planDatabase(plan, model);
  planCustomSettings(plan, model);
  planMungeKey(plan, model);
  const { Database, ExternalSlurmdbd, MungeKeySecretArn } = model.config.Scheduling.SlurmSettings;
  const hasExternalSlurmdbd = ExternalSlurmdbd !== undefined;
  plan.add("ExternalSlurmdbdVsDatabaseIncompatibility", PATH, () =>
    externalSlurmdbdVsDatabaseIncompatibility({ hasDatabase: Database !== undefined, hasExternalSlurmdbd }),
  );
  plan.add("ExternalSlurmdbdRequiresCustomMungeKey", [...PATH, "ExternalSlurmdbd"], () =>
    externalSlurmdbdRequiresCustomMungeKey({
      hasExternalSlurmdbd,
      hasMungeKey: MungeKeySecretArn !== undefined,
    }),
  );
  plan.add("ExternalSlurmdbdTrafficNotEncrypted", [...PATH, "ExternalSlurmdbd"], () =>
    externalSlurmdbdTrafficNotEncrypted({ hasExternalSlurmdbd }),
  );
}

function planDatabase(plan: RulePlan, model: ClusterModel): void {
  const database = model.config.Scheduling.SlurmSettings.Database;
  if (database === undefined) return;
  const { region } = model;
  const { Uri: uri, PasswordSecretArn: arn } = database;
  const path = [...PATH, "Database"];
  plan.add("FeatureRegionValidator", path, () =>
    featureRegionValidator({ feature: "SLURM Database", region }),
  );
  if (uri) plan.add("DatabaseUriValidator", [...path, "Uri"], () => databaseUriValidator({ uri }));
  if (arn)
    plan.add("PasswordSecretArnValidator", [...path, "PasswordSecretArn"], () =>
      passwordSecretArnValidator({ arn, region }, model.aws),
    );
}

function planCustomSettings(plan: RulePlan, model: ClusterModel): void {
  const {
    CustomSlurmSettings: settings,
    CustomSlurmSettingsIncludeFile: includeFileUrl,
    Database,
  } = model.config.Scheduling.SlurmSettings;
  const denyLists = model.limits.slurmDenyLists;
  const path = [...PATH, "CustomSlurmSettings"];
  if (settings !== undefined && settings.length > 0) {
    plan.add("CustomSlurmSettingsValidator", path, () =>
      customSlurmSettingsValidator({ settings, denyList: denyLists.cluster, level: "SlurmConf" }),
    );
    plan.add("CustomSlurmNodeNamesValidator", path, () => customSlurmNodeNamesValidator({ settings }));
    if (Database !== undefined)
      plan.add("CustomSlurmSettingsValidator", path, () =>
        customSlurmSettingsValidator({ settings, denyList: denyLists.accounting, level: "SlurmConf" }),
      );
  }
  if (!includeFileUrl) return;
  planUrl(plan, model, [...PATH, "CustomSlurmSettingsIncludeFile"], includeFileUrl);
  plan.add("CustomSlurmSettingsIncludeFileOnlyValidator", path, () =>
    customSlurmSettingsIncludeFileOnlyValidator({ settings, includeFileUrl }),
  );
}

function planMungeKey(plan: RulePlan, model: ClusterModel): void {
  const arn = model.config.Scheduling.SlurmSettings.MungeKeySecretArn;
  if (!arn) return;
  const path = [...PATH, "MungeKeySecretArn"];
  plan.add("ArnServiceAndResourceValidator", path, () =>
    arnServiceAndResourceValidator({
      arn,
      region: model.region,
      expectedService: "secretsmanager",
      expectedResource: "secret",
    }),
  );
  plan.add("MungeKeySecretSizeAndBase64Validator", path, () =>
    mungeKeySecretSizeAndBase64Validator({ arn }, model.aws),
  );
}
