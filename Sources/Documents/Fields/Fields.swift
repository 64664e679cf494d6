import Model

/// The entries of a mapping, by the keys that it may have.
///
/// `Key` lists those keys: an enum of strings, so that a reader can't ask for a key that is not known.
/// Unknown keys are faults (DESIGN section 3), whatever they are: YAML's merge key `<<`, too.
///
/// What `Key` must be is asked of the extension alone: of a type, the runtime would look it up among all the
/// conformances of the program, for each kind of document anew, which costs more than reading one.
struct Fields<Key> {
  let mark: Mark
  private let keys: [Key]
  /// The entries of `keys`, in the same order.
  private let entries: [Element.Entry]
  /// Keys that a misspelt one was most likely meant to be: they are not missing as well.
  private let misspelt: [Key]
  /// What a message calls the mapping: `a request`.
  private let whole: String
}

extension Fields where Key: RawRepresentable & CaseIterable & Hashable, Key.RawValue == String {
  /// Takes a mapping; anything else is a fault, and `nil`.
  init?(_ element: Element, of whole: String, _ findings: inout Findings) {
    if element.isRefused { return nil }
    guard case .mapping(let pairs) = element.content else {
      findings.fault(
        "found \(element.found), where \(whole) is a mapping of keys to values",
        at: element.mark, hint: "write `\(Key.allCases.first?.rawValue ?? "key"): …`")
      return nil
    }
    mark = element.mark
    self.whole = whole
    var keys: [Key] = []
    keys.reserveCapacity(pairs.count)
    var entries: [Element.Entry] = []
    entries.reserveCapacity(pairs.count)
    var misspelt: [Key] = []
    for entry in pairs {
      // `String` finds a K in U+212A; the known keys are ASCII, and so is what may equal them.
      if entry.key.utf8.allSatisfy({ $0 < 0x80 }), let key = Key(rawValue: entry.key) {
        keys.append(key)
        entries.append(entry)
      } else {
        let known = Key.allCases.map(\.rawValue)
        let near = nearest(to: entry.key, among: known)
        if let meant = near.flatMap({ Key(rawValue: $0) }) { misspelt.append(meant) }
        findings.fault(
          "\(shown(entry.key)) is not a key of \(whole)", at: entry.keyMark,
          hint: near.map { "did you mean `\($0)`?" }
            ?? "it may have " + known.map { "`\($0)`" }.joined(separator: ", "))
      }
    }
    self.keys = keys
    self.entries = entries
    self.misspelt = misspelt
  }

  /// The value of `key`; `nil` where it is absent, or, with a fault, where it says nothing.
  func optional(_ key: Key, _ findings: inout Findings) -> Field? {
    value(of: key, hint: "write a value behind `\(key.rawValue):` or remove the line", &findings)
  }

  /// - Parameter hint: What helps where it says nothing.
  private func value(
    of key: Key, hint: @autoclosure () -> String, _ findings: inout Findings
  ) -> Field? {
    guard let place = keys.firstIndex(of: key) else { return nil }
    let entry = entries[place]
    guard !entry.value.isRefused else { return nil }
    guard !entry.value.isNothing else {
      findings.fault("`\(key.rawValue)` needs a value", at: entry.keyMark, hint: hint())
      return nil
    }
    return Field(name: key.rawValue, keyMark: entry.keyMark, element: entry.value)
  }

  /// The value of `key`, whose absence is a fault; `example` shows what to write.
  func required(_ key: Key, example: String, _ findings: inout Findings) -> Field? {
    if !has(key), !misspelt.contains(key) {
      findings.fault(
        "`\(key.rawValue)` is missing from \(whole)", at: mark,
        hint: "add `\(key.rawValue): \(example)`")
    }
    return value(of: key, hint: "write `\(key.rawValue): \(example)`", &findings)
  }

  func has(_ key: Key) -> Bool { keys.contains(key) }

  func keyMark(_ key: Key) -> Mark? { keys.firstIndex(of: key).map { entries[$0].keyMark } }
}

/// A value in a document, under the name that messages use for it.
struct Field {
  /// The key, or for an entry of a list the key of the list.
  let name: String
  let keyMark: Mark
  let element: Element

  var mark: Mark { element.mark }

  /// Notes that the value is not what the field takes; always `nil`, so that a reader can return it.
  func refuse<Value>(
    expected: String, hint: String? = nil, _ findings: inout Findings
  ) -> Value? {
    findings.fault(
      "found \(element.found), where `\(name)` takes \(expected)", at: mark, hint: hint)
    return nil
  }
}
