/// The one table of what a stranger's text could do other than be read (THREATS rows 25 and 30).
///
/// Written out, and not asked of Swift's Unicode data: the ledger's messages are the same bytes on every
/// runner, and a document is judged alike by every version of the program.
package enum HarmfulText {
  /// Whether `scalar` may not stand anywhere in a document, because it hides or reorders text.
  ///
  /// Control characters, marks that turn the direction of text, characters without width and
  /// non-characters: what a reviewer reads must be what is decided about. Variation selectors (U+FE00 and
  /// on) only choose between shapes of the character before them, and may.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    switch value {
    case 0x7F...0x9F,  // DEL and the C1 controls, NEL among them
      0x00AD, 0x034F, 0x061C,  // soft hyphen, grapheme joiner, Arabic letter mark
      0x115F, 0x1160, 0x3164, 0xFFA0,  // Hangul fillers
      0x17B4, 0x17B5, 0x180B...0x180F,  // Khmer inherent vowels, Mongolian selectors and separator
      0x200B...0x200F,  // zero-width space and joiners, direction marks
      0x2028...0x202E,  // line and paragraph separators, embeddings and overrides
      0x2060...0x206F,  // word joiner, invisible operators, isolates
      0xFDD0...0xFDEF,  // non-characters
      0xFEFF, 0xFFF9...0xFFFB,  // byte order mark, annotations
      0x1D173...0x1D17A,  // musical controls
      0xE0000...0xE0FFF:  // tags and further variation selectors
      return true
    default:
      return value & 0xFFFE == 0xFFFE
    }
  }

  /// Whether `scalar` has no shape of its own: what a document may not hold, and what nobody can read.
  ///
  /// All that Unicode calls a control, a format or separator character, ignorable, private or never a
  /// character, in every version up to 17.
  package static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    // Most of a text is ASCII.
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    if isHidden(scalar) { return true }
    switch scalar.value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2,  // number marks
      0xE000...0xF8FF,  // private use
      0xFE00...0xFE0F, 0xFFF0...0xFFF8,  // variation selectors; ignorable
      0x110BD, 0x110CD,  // Kaithi number signs
      0x13430...0x1343F, 0x1BCA0...0x1BCA3:  // joiners of hieroglyphs, controls of shorthand
      return true
    default:
      return scalar.value >= 0x40000  // planes that hold tags, private use or nothing
    }
  }

  /// Whether Unicode has no character at `scalar`, as far as this program knows.
  ///
  /// That differs from version to version, so that nothing which must be the same everywhere asks it.
  package static func isUnassigned(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.properties.generalCategory == .unassigned
  }

  /// Whether `scalar`, which stands between `previous` and `rest`, must be written in another way.
  ///
  /// So what a terminal, a log or a CI system acts on is harmless once the scalars that this names are
  /// escaped:
  ///
  /// - unseen characters, which move a cursor, forge a line, or make a text look like another;
  /// - the first colon of `::` at the beginning or behind white space: GitHub and Forgejo take a line for a
  ///   command that begins so once white space is trimmed (actions/runner, `ActionCommand.TryParseV2`);
  /// - the `#` before the name of `##[error]`, `##vso[` and `##teamcity[`, which GitHub
  ///   (`ActionCommand.TryParse`), Azure Pipelines and TeamCity take for a command anywhere in a line;
  /// - the underscore of `section_start:0` and `section_end:0`, GitLab's folds, and of Travis's
  ///   `travis_fold:start:`;
  /// - the first of three marks that begin a text as one of Buildkite's headings (`--- `, `+++ `, `~~~ `,
  ///   `^^^ `), beneath which a log is folded away.
  package static func isHarmful(
    _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?,
    before rest: Substring.UnicodeScalarView
  ) -> Bool {
    switch scalar {
    case ":":
      return rest.first == ":" && (previous?.properties.isWhitespace ?? true)
    case "#":
      // At the beginning of a text another `#` may come to stand before it.
      return (previous ?? "#") == "#" && opensCommand(rest)
    case "_":
      return opensFold(rest)
    case "-", "+", "~", "^":
      return previous == nil && rest.prefix(3).elementsEqual([scalar, scalar, " "])
    default:
      return isUnseen(scalar)
    }
  }

  /// Whether what follows `##` makes it a command: letters, or none, and a bracket.
  private static func opensCommand(_ rest: Substring.UnicodeScalarView) -> Bool {
    rest.first { !$0.isASCII || !$0.properties.isAlphabetic } == "["
  }

  /// Whether what follows `section_` or `travis_` begins or ends a fold.
  private static func opensFold(_ rest: Substring.UnicodeScalarView) -> Bool {
    ["start:", "end:", "fold:start:", "fold:end:", "time:start:", "time:end:"]
      .contains { rest.starts(with: $0.unicodeScalars) }
  }
}
