import Model
import Yams

/// Reads the one YAML document in `bytes`; notes each fault in `findings`.
func readYAML(_ bytes: [UInt8], _ findings: inout Findings) -> Element? {
  readFlatMapping(bytes) ?? readComposedYAML(bytes, &findings)
}

/// Reads the document with Yams, whatever it holds.
///
/// The only place that touches it. Its nodes are given up at once for `Element`s, after everything
/// that DESIGN section 3 refuses has been looked for: anchors, aliases, tags, deep nesting, keys that
/// are no text, hidden characters that an escape brought in.
func readComposedYAML(_ bytes: [UInt8], _ findings: inout Findings) -> Element? {
  guard let source = SourceText(bytes, &findings), refuseEscapedByteOrderMarks(bytes, &findings)
  else { return nil }
  let text = refuseAliases(bytes, &findings) ?? source.text
  do {
    // Without resolver rules every scalar stays the text it is: `no`, `012`, `1e3`. The encoding is
    // named because the default one reads the environment.
    let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
    guard let root = try parser.singleRoot() else {
      findings.fault("the file is empty", at: nil, hint: "write the document or delete the file")
      return nil
    }
    let element = element(root, source, depth: 1, &findings)
    return element.isRefused ? nil : element
  } catch let error as YamlError {
    note(error, source, &findings)
  } catch {
    findings.fault("not readable as YAML: \(error)", at: nil)
  }
  return nil
}

/// Refuses each `*name` for which there is an `&name`, before anything is composed; nil where there is none.
///
/// Yams resolves aliases while it composes, and hashes keys that are collections: an alias bomb in a
/// key grows exponentially there. Each alias needs `*` and the name of an anchor in the bytes, whatever
/// the context, so this sees every one. What has only anchors is harmless, and found in the nodes.
///
/// - Returns: The text with a letter in place of each `*`, so that an alias hides no other fault.
private func refuseAliases(_ bytes: [UInt8], _ findings: inout Findings) -> String? {
  let anchors = Set(names(after: UInt8(ascii: "&"), bytes).map(\.name))
  if anchors.isEmpty { return nil }
  let aliases = names(after: UInt8(ascii: "*"), bytes).filter { anchors.contains($0.name) }
  if aliases.isEmpty { return nil }
  var harmless = bytes
  for alias in aliases {
    findings.fault(
      "a YAML alias, where every value is written out", at: alias.mark,
      hint: "write the value itself in place of the alias")
    harmless[alias.name.startIndex - 1] = UInt8(ascii: "x")
  }
  return String(decoding: harmless, as: UTF8.self)
}

private func names(
  after indicator: UInt8, _ bytes: [UInt8]
) -> [(name: ArraySlice<UInt8>, mark: Model.Mark)] {
  places(of: indicator, in: bytes).compactMap { place in
    // libyaml takes letters, digits, `_` and `-` for an anchor's name.
    let name = bytes[(place.index + 1)...].prefix {
      ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
    return name.isEmpty ? nil : (name, place.mark)
  }
}

/// Refuses an escape for U+FEFF, which Foundation drops where Yams has it make a text.
private func refuseEscapedByteOrderMarks(
  _ bytes: [UInt8], _ findings: inout Findings
) -> Bool {
  var clean = true
  for place in places(of: UInt8(ascii: "\\"), in: bytes) {
    let escape = bytes[(place.index + 1)...].prefix(9)
    guard let kind = escape.first, kind == UInt8(ascii: "u") || kind == UInt8(ascii: "U") else {
      continue
    }
    let digits = escape.dropFirst().prefix(kind == UInt8(ascii: "u") ? 4 : 8)
    if UInt32(String(decoding: digits, as: UTF8.self), radix: 16) == 0xFEFF {
      noteEscape("\u{FEFF}", at: place.mark, &findings)
      clean = false
    }
  }
  return clean
}

private func places(
  of byte: UInt8, in bytes: [UInt8]
) -> [(index: Int, mark: Model.Mark)] {
  guard bytes.contains(byte) else { return [] }
  var found: [(index: Int, mark: Model.Mark)] = []
  var line = 1
  var column = 1
  for (index, candidate) in bytes.enumerated() {
    if candidate == byte { found.append((index, Mark(line: line, column: column))) }
    if candidate == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else if candidate & 0xC0 != 0x80 {
      column += 1
    }
  }
  return found
}

/// The node without what YAML adds to text, lists and mappings.
private func element(
  _ node: Node, _ source: SourceText, depth: Int, _ findings: inout Findings
) -> Element {
  let mark = node.mark.map { Mark(line: $0.line, column: $0.column) } ?? Mark(line: 1, column: 1)
  // A node begins at its anchor or tag where it has one, and no text without quotes can begin so.
  switch isItsFirstKeys(mark, node) ? nil : source.byte(at: mark) {
  case UInt8(ascii: "!"):
    findings.fault("a YAML tag, where values have none", at: mark, hint: "remove the tag")
  case UInt8(ascii: "&"):
    findings.fault(
      "a YAML anchor or alias, where every value is written out", at: mark,
      hint: "write the value itself, or put the text in quotes")
  // An alias, which was noted before; what it stands for is not judged.
  case UInt8(ascii: "*"): return Element(content: .refused, mark: mark)
  default: break
  }
  switch node {
  case .scalar(let scalar):
    return Element(content: text(scalar, mark, &findings), mark: mark)
  case .sequence(let sequence):
    guard fits(sequence.count, depth, mark, &findings) else { break }
    let items = sequence.map { element($0, source, depth: depth + 1, &findings) }
    return Element(content: .list(items), mark: mark)
  case .mapping(let mapping):
    guard fits(mapping.count, depth, mark, &findings) else { break }
    var entries: [Element.Entry] = []
    entries.reserveCapacity(mapping.count)
    for (key, value) in mapping {
      let name = element(key, source, depth: depth + 1, &findings)
      let value = element(value, source, depth: depth + 1, &findings)
      if case .scalar(let text, _) = name.content {
        entries.append(Element.Entry(key: text, keyMark: name.mark, value: value))
      } else if !name.isRefused {
        findings.fault("\(name.found) as a key, where keys are text", at: name.mark)
      }
    }
    return Element(content: .mapping(entries), mark: mark)
  case .alias:
    findings.fault("a YAML alias, where every value is written out", at: mark)
  }
  return Element(content: .refused, mark: mark)
}

/// Whether a mapping begins where its first key does, so that what stands there is the key's.
private func isItsFirstKeys(_ mark: Model.Mark, _ node: Node) -> Bool {
  guard case .mapping(let mapping) = node, let first = mapping.first?.key.mark else {
    return false
  }
  return Mark(line: first.line, column: first.column) == mark
}

private func text(
  _ scalar: Node.Scalar, _ mark: Model.Mark, _ findings: inout Findings
) -> Element.Content {
  // Only an escape in double quotes can bring in what the bytes of the file do not hold.
  if scalar.style == .doubleQuoted,
    let hidden = scalar.string.unicodeScalars.first(where: {
      HarmfulText.isHidden($0) && $0 != "\n"
    })
  {
    noteEscape(hidden, at: mark, &findings)
    return .refused
  }
  return .scalar(scalar.string, isPlain: scalar.style == .plain)
}

private func noteEscape(
  _ scalar: Unicode.Scalar, at mark: Model.Mark, _ findings: inout Findings
) {
  findings.fault(
    "an escape for the character \(codePoint(scalar)), which cannot be seen or changes what is seen",
    at: mark, hint: "remove the escape")
}

/// Whether a list or mapping of `count` entries may stand at `depth`; notes a fault where not.
private func fits(
  _ count: Int, _ depth: Int, _ mark: Model.Mark, _ findings: inout Findings
) -> Bool {
  guard depth <= Limits.nesting else {
    findings.fault(tooDeep, at: mark)
    return false
  }
  if count <= Limits.entries { return true }
  findings.fault(
    "\(count) entries, more than the \(Limits.entries) that a list or mapping may have", at: mark)
  return false
}

private let tooDeep = "lists and mappings are nested deeper than \(Limits.nesting) levels"

private func note(_ error: YamlError, _ source: SourceText, _ findings: inout Findings) {
  switch error {
  case .scanner(let context, let problem, let mark, _),
    .parser(let context, let problem, let mark, _),
    .composer(let context, let problem, let mark, _):
    if problem.hasPrefix("Maximum nesting level") {
      findings.fault(tooDeep, at: source.inside(Mark(line: mark.line, column: mark.column)))
      return
    }
    let place = context.map { " \($0.text)" } ?? ""
    findings.fault(
      "not readable as YAML: \(problem)\(place)",
      at: source.inside(Mark(line: mark.line, column: mark.column)),
      hint: "put text that holds `: `, ` #` or begins with a special character in quotes")
  case .duplicatedKeysInMapping(let keys, let context):
    let first = Mark(line: context.mark.line, column: context.mark.column)
    let key = keys.first ?? ""
    findings.fault(
      "the key \(shown(key)) stands twice in one mapping, first in line \(first.line)",
      at: source.nextLine(with: key, below: first) ?? first, hint: "keep one of the two")
  case .reader(let problem, _, _, _):
    findings.fault("not readable as YAML: \(problem)", at: nil)
  default:
    findings.fault("not readable as YAML: \(error)", at: nil)
  }
}
