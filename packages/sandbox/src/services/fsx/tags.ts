import type { RegionContext } from "../../kernel/CallContext.ts";
import { listNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { fsxArn } from "./arn.ts";
import { badRequest, fsxError } from "./errors.ts";
import { fsxStore } from "./FsxState.ts";
import type { Tag } from "./shapes.ts";

interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

interface Tagged {
  tags: readonly Tag[];
}

const MOST_TAGS = 50;

/** Tags of everything that FSx has an ARN for. */
export const tagOperations = defineOperations<"fsx">()({
  ListTagsForResource: {
    members: ["ResourceARN", "MaxResults", "NextToken"],
    run: (input, context) => ({ Tags: [...taggedAt(context, input.ResourceARN).tags] }),
  },
  TagResource: {
    members: ["ResourceARN", "Tags"],
    run(input, context) {
      const tagged = taggedAt(context, input.ResourceARN);
      const added = checkedTags(input.Tags);
      const kept = tagged.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      tagged.tags = checkedTags([...kept, ...added]);
      return {};
    },
  },
  UntagResource: {
    members: ["ResourceARN", "TagKeys"],
    run(input, context) {
      const tagged = taggedAt(context, input.ResourceARN);
      tagged.tags = tagged.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
      return {};
    },
  },
});

/** @throws {AwsError} BadRequest for more than 50 tags, a key twice, or a key that is empty or too long. */
export function checkedTags(tags: readonly GivenTag[] | undefined): Tag[] {
  const checked = (tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value }));
  if (checked.length > MOST_TAGS) throw badRequest(`You can have at most ${MOST_TAGS} tags per resource.`);
  const keys = new Set(checked.map(({ Key }) => Key));
  if (keys.size < checked.length) throw badRequest("Tag keys must be unique.");
  if (checked.some(({ Key, Value }) => Key === "" || Key.length > 128 || Value.length > 256))
    throw badRequest("A tag key has 1 to 128 characters and a tag value at most 256.");
  return checked;
}

function taggedAt(context: RegionContext, arn: string | undefined): Tagged {
  const state = context.store(fsxStore);
  const things: (readonly [string, Tagged])[] = [
    ...listNamed(state.fileSystems).map((thing) => [`file-system/${thing.id}`, thing] as const),
    ...listNamed(state.volumes).map((thing) => [`volume/${thing.fileSystemId}/${thing.id}`, thing] as const),
    ...listNamed(state.associations).map(
      (thing) => [`association/${thing.fileSystemId}/${thing.id}`, thing] as const,
    ),
    ...listNamed(state.tasks).map((thing) => [`task/${thing.id}`, thing] as const),
    ...listNamed(state.backups).map((thing) => [`backup/${thing.id}`, thing] as const),
  ];
  const found = things.find(([resource]) => fsxArn(context, resource) === arn);
  if (found === undefined)
    throw fsxError("ResourceNotFound", `The resource specified by the ARN '${arn ?? ""}' does not exist.`);
  return found[1];
}
