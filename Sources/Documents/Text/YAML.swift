import Model

/// Reads the one YAML document in `bytes`; notes each fault in `findings`.
func readYAML(_ bytes: [UInt8], _ findings: inout Findings) -> Element? {
  readFlatMapping(bytes) ?? readComposedYAML(bytes, &findings)
}

/// Reads the document with libyaml, whatever it holds.
///
/// Its events become `Element`s, and everything that DESIGN section 3 refuses is looked for on the way: anchors,
/// aliases, tags, deep nesting, keys that are no text or stand twice, hidden characters that an escape brought in.
func readComposedYAML(_ bytes: [UInt8], _ findings: inout Findings) -> Element? {
  guard let source = SourceText(bytes, &findings) else { return nil }
  return bytes.withUnsafeBufferPointer { buffer -> Element? in
    let events = YAMLEvents(buffer)
    do throws(YAMLProblem) {
      return try document(events, &findings)
    } catch {
      switch error {
      case .unreadable(let text, let mark):
        findings.fault(
          "not readable as YAML: \(text)", at: source.inside(mark),
          hint: "put text that holds `: `, ` #` or begins with a special character in quotes")
      case .tooDeep(let mark):
        findings.fault(
          "lists and mappings are nested deeper than \(Limits.nesting) levels", at: mark)
      }
      return nil
    }
  }
}

/// The one document that there is: `SourceText` lets nothing begin a second one.
private func document(
  _ events: borrowing YAMLEvents, _ findings: inout Findings
) throws(YAMLProblem) -> Element? {
  var root: Element?
  while true {
    let event = try events.next()
    switch event.kind {
    case .streamStart, .documentStart, .documentEnd: continue
    case .streamEnd:
      if root == nil {
        findings.fault(
          "the file is empty", at: nil, hint: "write the document or delete the file")
      }
      return root.flatMap { $0.isRefused ? nil : $0 }
    default: root = try element(events, event, depth: 1, &findings)
    }
  }
}

/// What begins with `event`, without what YAML adds to text, lists and mappings.
private func element(
  _ events: borrowing YAMLEvents, _ event: YAMLEvent, depth: Int, _ findings: inout Findings
) throws(YAMLProblem) -> Element {
  refuseProperties(of: event, &findings)
  let content: Element.Content
  switch event.kind {
  case .scalar(let value, let style):
    content = text(value, style, event.mark, &findings)
  case .listStart:
    content = try list(events, event.mark, depth, &findings)
  case .mappingStart:
    content = try mapping(events, event.mark, depth, &findings)
  default:
    findings.fault(
      "a YAML alias, where every value is written out", at: event.mark, hint: writeItOut)
    content = .refused
  }
  return Element(content: content, mark: event.mark)
}

/// What is refused is read to its end all the same, so that it hides no other fault.
private func list(
  _ events: borrowing YAMLEvents, _ mark: Mark, _ depth: Int, _ findings: inout Findings
) throws(YAMLProblem) -> Element.Content {
  try refuseDepth(depth, mark)
  var items: [Element] = []
  while true {
    let event = try events.next()
    if case .listEnd = event.kind { break }
    items.append(try element(events, event, depth: depth + 1, &findings))
  }
  return fits(items.count, mark, &findings) ? .list(items) : .refused
}

private func mapping(
  _ events: borrowing YAMLEvents, _ mark: Mark, _ depth: Int, _ findings: inout Findings
) throws(YAMLProblem) -> Element.Content {
  try refuseDepth(depth, mark)
  var entries: [Element.Entry] = []
  var first: [String: Mark] = [:]
  while true {
    let event = try events.next()
    if case .mappingEnd = event.kind { break }
    let name = try element(events, event, depth: depth + 1, &findings)
    let value = try element(events, try events.next(), depth: depth + 1, &findings)
    guard case .scalar(let key, _) = name.content else {
      if !name.isRefused {
        findings.fault("\(name.found) as a key, where keys are text", at: name.mark)
      }
      continue
    }
    if let before = first.updateValue(name.mark, forKey: key) {
      findings.fault(
        "the key \(shown(key)) stands twice in one mapping, first in line \(before.line)",
        at: name.mark, hint: "keep one of the two")
    } else {
      entries.append(Element.Entry(key: key, keyMark: name.mark, value: value))
    }
  }
  return fits(entries.count, mark, &findings) ? .mapping(entries) : .refused
}

/// Nothing is read any more of what is nested too deep: libyaml looks at all that is open before each word.
private func refuseDepth(_ depth: Int, _ mark: Mark) throws(YAMLProblem) {
  guard depth > Limits.nesting else { return }
  throw .tooDeep(mark)
}

private func refuseProperties(of event: YAMLEvent, _ findings: inout Findings) {
  if event.hasTag {
    findings.fault(
      "a YAML tag, where values have none", at: event.mark, hint: "remove the tag")
  }
  if event.hasAnchor {
    findings.fault(
      "a YAML anchor, where every value is written out", at: event.mark, hint: writeItOut)
  }
}

private let writeItOut = "write the value itself, or put the text in quotes"

private func text(
  _ value: String, _ style: YAMLStyle, _ mark: Mark, _ findings: inout Findings
) -> Element.Content {
  // Only an escape in double quotes can bring in what the bytes of the file do not hold.
  if style == .doubleQuoted,
    let hidden = value.unicodeScalars.first(where: { HarmfulText.isHidden($0) && $0 != "\n" })
  {
    findings.fault(
      "an escape for the character \(codePoint(hidden)), which cannot be seen or changes what is seen",
      at: mark, hint: "remove the escape")
    return .refused
  }
  return .scalar(value, isPlain: style == .plain)
}

/// Whether a list or mapping may have `count` entries; notes a fault where not.
private func fits(_ count: Int, _ mark: Mark, _ findings: inout Findings) -> Bool {
  if count <= Limits.entries { return true }
  findings.fault(
    "\(count) entries, more than the \(Limits.entries) that a list or mapping may have", at: mark)
  return false
}
