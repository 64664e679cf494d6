internal import Git

/// The entries of one tree, in git's order and by name.
struct Folder {
  /// As git orders them: a folder's name counts as if it ended in a slash.
  let entries: [TreeEntry]
  /// About as many bytes as the tree has.
  let bytes: Int

  /// Takes the entries of a tree that was read strictly: they are in order, and no name is there twice.
  init(_ entries: [TreeEntry]) {
    self.entries = entries
    bytes = entries.reduce(1) { $0 + $1.name.count + 28 }
  }

  /// What stands at `name`, looked for first at `hint`, where the last name was found or would stand.
  ///
  /// Nearly equal trees are compared name by name, so that is nearly always where it is.
  func entry(_ name: [UInt8], near hint: inout Int) -> Entry? {
    for place in [hint, hint + 1] where place < entries.count && entries[place].name == name {
      // A tree has one entry of a name, be it a folder or not.
      hint = place + 1
      return Entry(mode: entries[place].mode, id: entries[place].id)
    }
    return self[name[...]]
  }

  /// What stands at `name`, be it a folder or anything else.
  subscript(name: ArraySlice<UInt8>) -> Entry? {
    name.withUnsafeBufferPointer { name in
      let place = place(of: name, endingIn: 0)
      // A folder of this name stands behind all that begins with it and goes on with less than a slash.
      guard place < entries.count, entries[place].name.starts(with: name) else { return nil }
      return entry(at: place, named: name)
        ?? entry(at: self.place(of: name, endingIn: UInt8(ascii: "/")), named: name)
    }
  }

  private func entry(at place: Int, named name: UnsafeBufferPointer<UInt8>) -> Entry? {
    guard place < entries.count, entries[place].name.elementsEqual(name) else { return nil }
    return Entry(mode: entries[place].mode, id: entries[place].id)
  }

  private func place(of name: UnsafeBufferPointer<UInt8>, endingIn end: UInt8) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      let ownEnd = entries[middle].isTree ? UInt8(ascii: "/") : 0
      let isBefore = entries[middle].name.withUnsafeBufferPointer {
        precedes($0, ownEnd, name, end)
      }
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func precedes(
    _ own: UnsafeBufferPointer<UInt8>, _ ownEnd: UInt8, _ name: UnsafeBufferPointer<UInt8>,
    _ end: UInt8
  ) -> Bool {
    let common = min(own.count, name.count)
    let (ownBytes, nameBytes) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(name))
    var index = 0
    // Names in one folder often begin alike: eight bytes at a time.
    while index + 8 <= common {
      let left = ownBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let right = nameBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if left != right { return left.bigEndian < right.bigEndian }
      index += 8
    }
    while index < common {
      if own[index] != name[index] { return own[index] < name[index] }
      index += 1
    }
    return (common < own.count ? own[common] : ownEnd)
      < (common < name.count ? name[common] : end)
  }
}
