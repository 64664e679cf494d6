/// Why a name may not stand in a tree: the rules of `git fsck`.
enum TreeName {
  /// What is wrong with `name`, or nil.
  ///
  /// Some file system or other takes each of the refused names for `.git`, `.` or `..` and would
  /// write into the repository itself (git's fsck.c, and CVE-2014-9390).
  static func fault(in name: ArraySlice<UInt8>) -> String? {
    guard let first = name.first else { return "an empty name" }
    var hasBackslash = false
    for byte in name where byte == 0x2F || byte == 0 || byte == 0x5C {
      if byte == 0x2F { return "a name with a slash" }
      if byte == 0 { return "a name with a NUL" }
      hasBackslash = true
    }
    // Nearly all names are done here: the forms below begin with one of these bytes.
    let suspicious = first == 0x2E || first >= 0x80 || lowered(first) == 0x67
    guard suspicious || hasBackslash else { return nil }
    if name.elementsEqual([0x2E]) { return "an entry named ." }
    if name.elementsEqual([0x2E, 0x2E]) { return "an entry named .." }
    if first == 0x2E || first >= 0x80, isGitOnHFS(name) { return "an entry that means .git" }
    let parts = name.split(separator: 0x5C, omittingEmptySubsequences: false)
    return parts.contains(where: isGitOnNTFS) ? "an entry that means .git" : nil
  }

  /// `.git` or its short name `git~1`, then dots and spaces, up to the end or a `\` or `:`.
  private static func isGitOnNTFS(_ name: ArraySlice<UInt8>) -> Bool {
    guard let second = name.dropFirst().first, lowered(second) == 0x67 || lowered(second) == 0x69
    else { return false }
    for prefix in [Array(".git".utf8), Array("git~1".utf8)] {
      guard name.prefix(prefix.count).elementsEqual(prefix, by: { lowered($0) == $1 }) else {
        continue
      }
      let rest = name.dropFirst(prefix.count).drop { $0 == 0x2E || $0 == 0x20 }
      if rest.first.map({ $0 == 0x5C || $0 == 0x3A }) ?? true { return true }
    }
    return false
  }

  /// `.git` in any case with code points in between that HFS+ ignores; malformed UTF-8 ends a name.
  private static func isGitOnHFS(_ name: ArraySlice<UInt8>) -> Bool {
    var bytes = name.makeIterator()
    var decoder = UTF8()
    var expected = ".git".unicodeScalars.makeIterator()
    while true {
      guard case .scalarValue(let scalar) = decoder.decode(&bytes) else {
        return expected.next() == nil
      }
      if isIgnoredByHFS(scalar) { continue }
      guard let next = expected.next(), lowered(scalar) == next else { return false }
    }
  }

  private static func isIgnoredByHFS(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
    default: false
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    0x41...0x5A ~= byte ? byte + 0x20 : byte
  }

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.isASCII ? Unicode.Scalar(lowered(UInt8(truncatingIfNeeded: scalar.value))) : scalar
  }
}
