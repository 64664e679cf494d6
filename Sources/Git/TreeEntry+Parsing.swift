extension TreeEntry {
  /// The entries in the raw bytes of the tree `id`.
  ///
  /// Stricter than git, which reads what `git fsck` complains of (THREATS row 24). Refused are
  /// modes other than the five, among them 100664, which git wrote in 2005 and which nothing writes
  /// today; names that `git fsck` refuses; and entries out of order or twice, a file and a folder
  /// of one name included.
  /// - Throws: `.corrupt`, naming the tree and the fault.
  static func parse(_ bytes: [UInt8], of id: OID) throws(GitError) -> [TreeEntry] {
    var entries: [TreeEntry] = []
    entries.reserveCapacity(bytes.count / 36)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let space = rest.prefix(8).firstIndex(of: 0x20),
        let mode = mode(rest[..<space])
      else { throw fault("an entry with a mode that git does not write", id) }
      rest = rest[(space + 1)...]
      guard let end = rest.firstIndex(of: 0), rest.endIndex - end > OID.byteCount else {
        throw fault("an entry that is cut off", id)
      }
      let name = rest[..<end]
      if let fault = TreeName.fault(in: name) { throw Self.fault(fault, id) }
      let next = end + 1 + OID.byteCount
      let entry = TreeEntry(
        name: Array(name), mode: mode, id: OID(unchecked: rest[(end + 1)..<next]))
      if let last = entries.last, !last.precedes(entry) {
        throw fault("entries out of order or twice", id)
      }
      if entry.isTree, hasFile(entries, named: entry.name) {
        throw fault("a file and a folder of one name", id)
      }
      entries.append(entry)
      rest = rest[next...]
    }
    return entries
  }

  /// The raw bytes of the tree that has `entries`, which must be in order.
  static func format(_ entries: [TreeEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 40)
    for entry in entries {
      bytes.append(contentsOf: String(entry.mode, radix: 8).utf8)
      bytes.append(0x20)
      bytes.append(contentsOf: entry.name)
      bytes.append(0)
      bytes.append(contentsOf: entry.id.bytes)
    }
    return bytes
  }

  /// Whether a file `name` is among `entries`, after which a folder of that name would come.
  ///
  /// What sorts between `foo` and `foo/` begins with `foo`, so only such names are looked at.
  private static func hasFile(_ entries: [TreeEntry], named name: [UInt8]) -> Bool {
    for entry in entries.reversed() {
      guard entry.name.starts(with: name) else { return false }
      if entry.name.count == name.count { return true }
    }
    return false
  }

  private static func mode(_ digits: ArraySlice<UInt8>) -> UInt32? {
    for mode in modes where digits.elementsEqual(mode.digits) { return mode.value }
    return nil
  }

  private static let modes = [file, tree, executable, link, submodule].map {
    (digits: Array(String($0, radix: 8).utf8), value: $0)
  }

  private static func fault(_ message: String, _ id: OID) -> GitError {
    GitError(.corrupt, message, context: "read tree \(id)")
  }
}
