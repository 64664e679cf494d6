package import Model

extension TreeEntry {
  /// The entries in the raw bytes of the tree `id`.
  ///
  /// Stricter than git, which reads what `git fsck` complains of (THREATS row 24). Refused are
  /// modes other than the five, among them 100664, which git wrote in 2005 and which nothing writes
  /// today; names that `git fsck` refuses; and entries out of order or twice, a file and a folder
  /// of one name included.
  /// - Throws: `.corrupt`, naming the tree and the fault.
  package static func parse(_ bytes: [UInt8], of id: ObjectID) throws(GitError) -> [TreeEntry] {
    var entries: [TreeEntry] = []
    entries.reserveCapacity(bytes.count / 36)
    var start = 0
    while start < bytes.count {
      guard let (mode, nameStart) = mode(in: bytes, at: start) else {
        throw fault("an entry with a mode that git does not write", id)
      }
      guard let end = bytes[nameStart...].firstIndex(of: 0), bytes.count - end > ObjectID.byteCount
      else { throw fault("an entry that is cut off", id) }
      if let fault = TreeName.fault(in: bytes[nameStart..<end]) { throw Self.fault(fault, id) }
      let entry = TreeEntry(
        name: Array(bytes[nameStart..<end]), mode: mode, id: ObjectID(in: bytes, at: end + 1))
      if let last = entries.last, !last.precedes(entry) {
        throw fault("entries out of order or twice", id)
      }
      if entry.isTree, hasFile(entries, named: entry.name) {
        throw fault("a file and a folder of one name", id)
      }
      entries.append(entry)
      start = end + 1 + ObjectID.byteCount
    }
    return entries
  }

  /// The raw bytes of the tree that has `entries`, which must be in order.
  package static func format(_ entries: [TreeEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 40)
    for entry in entries {
      if let mode = modes.first(where: { $0.value == entry.mode }) {
        bytes.append(contentsOf: mode.digits)
      }
      bytes.append(contentsOf: entry.name)
      bytes.append(0)
      entry.id.append(to: &bytes)
    }
    return bytes
  }

  /// Whether a file `name` is among `entries`, after which a folder of that name would come.
  ///
  /// What sorts between `foo` and `foo/` begins with `foo`, so nearly always the last name tells; where it
  /// begins so, the place of the file is looked up, since many may lie in between.
  private static func hasFile(_ entries: [TreeEntry], named name: [UInt8]) -> Bool {
    guard let last = entries.last, last.name.starts(with: name) else { return false }
    let file = TreeEntry(name: name, mode: TreeEntry.file, id: last.id)
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].precedes(file) { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].name == name
  }

  /// The mode that begins at `start`, and where the name after it begins.
  private static func mode(in bytes: [UInt8], at start: Int) -> (value: UInt32, end: Int)? {
    var value: UInt32 = 0
    for place in start..<min(start + 7, bytes.count) {
      let digit = bytes[place]
      if digit == 0x20 {
        // git writes no zero in front, and these five modes only.
        return bytes[start] != UInt8(ascii: "0") && modes.contains { $0.value == value }
          ? (value, place + 1) : nil
      }
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      value = value << 3 | UInt32(digit - UInt8(ascii: "0"))
    }
    return nil
  }

  /// The modes with the digits and the space that begin an entry.
  private static let modes = [file, tree, executable, link, submodule].map {
    (digits: Array("\(String($0, radix: 8)) ".utf8), value: $0)
  }

  private static func fault(_ message: String, _ id: ObjectID) -> GitError {
    GitError(.corrupt, message, context: "read tree \(id)")
  }
}
