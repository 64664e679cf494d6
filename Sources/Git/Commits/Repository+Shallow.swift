package import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Repository {
  /// The commits whose parents a shallow clone leaves out; none for a clone that is whole.
  ///
  /// - Throws: `.corrupt` where git's list of them (`shallow` in the git directory) cannot be read.
  package func shallowBorder() throws(GitError) -> Set<ObjectID> {
    guard isShallow else { return [] }
    let path = "\(commonDirectory)shallow"
    let context = "read \(path)"
    guard let file = fopen(path, "rb") else {
      throw GitError(.corrupt, "it cannot be opened", context: context)
    }
    defer { fclose(file) }
    var border: Set<ObjectID> = []
    var line: [UInt8] = []
    while true {
      let byte = getc(file)
      if byte == EOF || byte == 0x0A {
        if !line.isEmpty {
          guard let id = ObjectID(hex: line) else {
            throw GitError(.corrupt, "a line is no object id", context: context)
          }
          border.insert(id)
        }
        if byte == EOF { return border }
        line.removeAll(keepingCapacity: true)
      } else {
        line.append(UInt8(truncatingIfNeeded: byte))
      }
    }
  }
}
