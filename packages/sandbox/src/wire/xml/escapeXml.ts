// oxlint-disable-next-line no-control-regex -- XML 1.0 has no other way to hold them
const SPECIAL = /[&<>"\u0000-\u0008\u000B\u000C\u000D\u000E-\u001F\uFFFE\uFFFF]/;
const ALL_SPECIAL = new RegExp(SPECIAL.source, "g");

/** Text for an element or a quoted attribute. Characters that XML 1.0 cannot hold are written as references, as AWS does. */
export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(ALL_SPECIAL, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;
  }
}
