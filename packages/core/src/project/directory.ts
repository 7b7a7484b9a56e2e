import { z } from "zod";
import { secretArn, textLike } from "./fields.ts";

export const directorySchema = z
  .strictObject({
    domainName: textLike(
      /^[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*$|^(DC|dc)=.+$/,
      "a domain name or a base DN",
    ).describe("Domain of the directory, like corp.example.com or dc=corp,dc=example,dc=com."),
    address: z
      .string()
      .min(1)
      .max(1024)
      .describe("URI of the directory server, or several with commas between."),
    readOnlyUser: z.string().min(1).max(256).describe("Distinguished name of the user that looks users up."),
    passwordSecret: secretArn.describe("Secret with the password of that user."),
    caCertificate: z.string().min(1).optional().describe("Path on the nodes of the authority's certificate."),
    requireCertificate: z
      .enum(["never", "allow", "try", "demand", "hard"])
      .default("hard")
      .describe("How strictly the server's certificate is checked."),
    accessFilter: z.string().min(1).optional().describe("LDAP filter that a user must pass."),
    generateSshKeys: z.boolean().default(true).describe("Does each user get an SSH key at the first login?"),
  })
  .describe("Users from a directory (Active Directory or LDAP) instead of the single default user.");
