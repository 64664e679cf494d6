import Model
import Yams

/// Reads the one YAML document in `bytes`; notes each fault in `findings`.
///
/// The only place that touches Yams. Its nodes are given up at once for `Element`s, after everything
/// that DESIGN section 3 refuses has been looked for: anchors, aliases, tags, deep nesting, keys that
/// are no text, hidden characters that an escape brought in.
func readYAML(_ bytes: [UInt8], _ findings: inout Findings) -> Element? {
  guard let source = SourceText(bytes, &findings), refuseAliases(bytes, &findings) else {
    return nil
  }
  do {
    // Without resolver rules every scalar stays the text it is: `no`, `012`, `1e3`. The encoding is
    // named because the default one reads the environment.
    let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
    guard let root = try parser.singleRoot() else {
      findings.fault("the file is empty", at: nil, hint: "write the document or delete the file")
      return nil
    }
    // Anchors are weak references into the parser, which must outlive the look at them.
    return withExtendedLifetime(parser) { element(root, source, depth: 1, &findings) }
  } catch let error as YamlError {
    note(error, source, &findings)
  } catch {
    findings.fault("not readable as YAML: \(error)", at: nil)
  }
  return nil
}

/// Refuses a text in which some `&name` and `*name` share a name, before anything is composed.
///
/// Yams resolves aliases while it composes, and hashes keys that are collections: an alias bomb in a
/// key grows exponentially there. Each alias needs `*` and the name of an anchor in the bytes, whatever
/// the context, so this sees every one. What has only anchors is harmless, and found in the nodes.
private func refuseAliases(_ bytes: [UInt8], _ findings: inout Findings) -> Bool {
  let anchors = names(after: UInt8(ascii: "&"), bytes)
  if anchors.isEmpty { return true }
  let known = Set(anchors.map(\.name))
  guard let alias = names(after: UInt8(ascii: "*"), bytes).first(where: { known.contains($0.name) })
  else { return true }
  findings.fault(
    "a YAML alias, where every value is written out", at: alias.mark,
    hint: "write the value itself in place of the alias")
  return false
}

private func names(
  after indicator: UInt8, _ bytes: [UInt8]
) -> [(name: ArraySlice<UInt8>, mark: Model.Mark)] {
  guard bytes.contains(indicator) else { return [] }
  var found: [(name: ArraySlice<UInt8>, mark: Model.Mark)] = []
  var line = 1
  var column = 1
  for (place, byte) in bytes.enumerated() {
    if byte == indicator {
      // libyaml takes letters, digits, `_` and `-` for an anchor's name.
      let name = bytes[(place + 1)...].prefix {
        ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
      if !name.isEmpty { found.append((name, Mark(line: line, column: column))) }
    }
    if byte == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
  return found
}

/// The node without what YAML adds to text, lists and mappings; `nil` after a fault.
private func element(
  _ node: Node, _ source: SourceText, depth: Int, _ findings: inout Findings
) -> Element? {
  let mark = node.mark.map { Mark(line: $0.line, column: $0.column) } ?? Mark(line: 1, column: 1)
  guard depth <= Limits.nesting + 1 else {
    findings.fault(
      "lists and mappings are nested deeper than \(Limits.nesting) levels", at: mark)
    return nil
  }
  // A node begins at its anchor or tag where it has one, and no text without quotes can begin so.
  switch source.byte(at: mark) {
  case UInt8(ascii: "!"):
    findings.fault("a YAML tag, where values have none", at: mark, hint: "remove the tag")
    return nil
  case UInt8(ascii: "&"), UInt8(ascii: "*"):
    findings.fault(
      "a YAML anchor or alias, where every value is written out", at: mark,
      hint: "write the value itself, or put the text in quotes")
    return nil
  default: break
  }
  guard node.anchor == nil else {
    findings.fault("a YAML anchor, where every value is written out", at: mark)
    return nil
  }
  switch node {
  case .scalar(let scalar):
    return text(scalar, mark, &findings)
  case .sequence(let sequence):
    guard fits(sequence.count, mark, &findings) else { return nil }
    let items = sequence.compactMap { element($0, source, depth: depth + 1, &findings) }
    return Element(content: .list(items), mark: mark)
  case .mapping(let mapping):
    guard fits(mapping.count, mark, &findings) else { return nil }
    var entries: [Element.Entry] = []
    entries.reserveCapacity(mapping.count)
    for (key, value) in mapping {
      let keyElement = element(key, source, depth: depth + 1, &findings)
      let valueElement = element(value, source, depth: depth + 1, &findings)
      guard let keyElement else { continue }
      guard case .scalar(let name, _) = keyElement.content else {
        findings.fault("\(keyElement.found) as a key, where keys are text", at: keyElement.mark)
        continue
      }
      guard let valueElement else { continue }
      entries.append(
        Element.Entry(key: name, keyMark: keyElement.mark, value: valueElement))
    }
    return Element(content: .mapping(entries), mark: mark)
  case .alias:
    findings.fault("a YAML alias, where every value is written out", at: mark)
    return nil
  }
}

private func text(
  _ scalar: Node.Scalar, _ mark: Model.Mark, _ findings: inout Findings
) -> Element? {
  // Only an escape in double quotes can bring in what the bytes of the file do not hold.
  if scalar.style == .doubleQuoted,
    let hidden = scalar.string.unicodeScalars.first(where: { isHidden($0) && $0 != "\n" })
  {
    findings.fault(
      "an escape for the character \(codePoint(hidden)), which cannot be seen or changes what is seen",
      at: mark, hint: "remove the escape")
    return nil
  }
  return Element(
    content: .scalar(scalar.string, isPlain: scalar.style == .plain), mark: mark)
}

private func fits(_ count: Int, _ mark: Model.Mark, _ findings: inout Findings) -> Bool {
  if count <= Limits.entries { return true }
  findings.fault(
    "\(count) entries, more than the \(Limits.entries) that a list or mapping may have", at: mark)
  return false
}

private func note(_ error: YamlError, _ source: SourceText, _ findings: inout Findings) {
  switch error {
  case .scanner(let context, let problem, let mark, _),
    .parser(let context, let problem, let mark, _),
    .composer(let context, let problem, let mark, _):
    if problem.hasPrefix("Maximum nesting level") {
      findings.fault(
        "lists and mappings are nested deeper than \(Limits.nesting) levels",
        at: Mark(line: mark.line, column: mark.column))
      return
    }
    let place = context.map { " \($0.text)" } ?? ""
    findings.fault(
      "not readable as YAML: \(problem)\(place)", at: Mark(line: mark.line, column: mark.column),
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
