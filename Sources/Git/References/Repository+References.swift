import CLibGit2
package import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Repository {
  /// The object that the reference with the full name `name` leads to, or nil when there is none.
  ///
  /// Symbolic references are followed; one that leads nowhere is none.
  /// - Throws: `.invalid` for a name that git does not allow, `.corrupt` for an unreadable file.
  package func reference(_ name: String) throws(GitError) -> ObjectID? {
    var raw = git_oid()
    let status = git_reference_name_to_id(&raw, handle, name)
    if git_error_code(status) == GIT_ENOTFOUND { return nil }
    try LibGit2.check(status, "read the reference \(name)")
    return ObjectID(raw)
  }

  /// The references whose full names begin with `prefix`, sorted by the bytes of their names.
  ///
  /// Symbolic references are given with what they lead to, or left out when they lead nowhere.
  package func references(prefix: String) throws(GitError) -> [(name: String, id: ObjectID)] {
    let context = "list the references below \(prefix)"
    var iterator: OpaquePointer?
    // A name holds none of the characters that mean something in a pattern.
    guard !prefix.utf8.contains(where: { "*?[\\".utf8.contains($0) }) else { return [] }
    try LibGit2.check(git_reference_iterator_glob_new(&iterator, handle, "\(prefix)*"), context)
    defer { git_reference_iterator_free(iterator) }
    var names: [String] = []
    while true {
      var name: UnsafePointer<CChar>?
      let status = git_reference_next_name(&name, iterator)
      if git_error_code(status) == GIT_ITEROVER { break }
      try LibGit2.check(status, context)
      if let name { names.append(String(cString: name)) }
    }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var found: [(name: String, id: ObjectID)] = []
    for name in names {
      if let id = try reference(name) { found.append((name, id)) }
    }
    return found
  }

  /// What `HEAD` is: the branch that it names (nil when detached) and its commit (nil when unborn).
  package func head() throws(GitError) -> (name: String?, id: ObjectID?) {
    var head: OpaquePointer?
    try LibGit2.check(git_reference_lookup(&head, handle, "HEAD"), "read HEAD")
    defer { git_reference_free(head) }
    let name = git_reference_symbolic_target(head).map { String(cString: $0) }
    return (name, try reference("HEAD"))
  }

  /// Moves the reference `name` to `target`, if and only if it is at `expected` now.
  ///
  /// The comparison is made under git's own lock of the reference, so of any number of programs
  /// that expect one value exactly one succeeds (DESIGN section 7). A lock that another program
  /// holds is waited for, up to two seconds; one that a killed program left is removed.
  /// - Parameters:
  ///   - name: The full name of a direct reference.
  ///   - target: The new value, an object that is on the disk.
  ///   - expected: The value it must have; nil when it must not exist.
  ///   - message: One line for the reflog.
  /// - Throws: `.referenceMoved` when it has another value, or exists though it must not;
  ///   `.locked` when the lock stays held; `.invalid` for a malformed name, for a symbolic reference, and with
  ///   an open batch, whose objects nobody could read yet.
  package func updateReference(
    _ name: String, to target: ObjectID, from expected: ObjectID?, log message: String
  ) throws(GitError) {
    let context = "move the reference \(name) to \(target)"
    guard batch == nil else {
      throw GitError(.invalid, "the batch of new objects is still open", context: context)
    }
    try refuseSymbolic(name, context)
    var (new, old) = (target.raw, (expected ?? .null).raw)
    try guarded(name, target) { () throws(GitError) in
      var created: OpaquePointer?
      // Under the lock libgit2 takes an old id of zeroes for "does not exist", as git does; the
      // check that `force: 0` makes comes before the lock and would let two creators through.
      let status = git_reference_create_matching(&created, handle, name, &new, 1, &old, message)
      git_reference_free(created)
      guard status < 0 else { return }
      let failure = LibGit2.failure(status, context)
      if failure.kind == .notFound, expected != nil {
        throw GitError(.referenceMoved, "the reference does not exist", context: context)
      }
      throw failure
    }
  }

  /// Calls `body`, which moves the reference `name` to `target`, until it meets no lock, at most `attempts` times
  /// five milliseconds long, under the guard of this reference.
  func guarded(
    _ name: String, _ target: ObjectID, attempts: Int = 400, _ body: () throws(GitError) -> Void
  ) throws(GitError) {
    for attempt in 1...attempts {
      var held = ReferenceGuard(of: name, in: commonDirectory)
      // A program that was stopped while it holds the guard stops nobody for good.
      if !held.isBusy || attempt > attempts / 2 {
        held.note(target.hex)
        do throws(GitError) {
          return try body()
        } catch {
          guard error.kind == .locked else { throw error }
          guard attempt < attempts else {
            // What the library says ends where it has no words of the system's for a lock.
            throw GitError(
              .locked, "\(held.lock) is held by another program", context: error.context)
          }
          held.removeLeftLock()
        }
      }
      usleep(5_000)
    }
  }

  /// Throws where the reference `name` only names another: what is written to it would be written elsewhere, or
  /// would cut it off from what everybody else reads there (THREATS row 61).
  private func refuseSymbolic(_ name: String, _ context: String) throws(GitError) {
    var found = OpaquePointer?.none
    defer { git_reference_free(found) }
    guard git_reference_lookup(&found, handle, name) >= 0,
      let target = git_reference_symbolic_target(found)
    else { return }
    throw GitError(
      .invalid,
      "it is a symbolic reference to \(String(cString: target)); make it one of its own again with "
        + "git update-ref --no-deref \(name) \(name)", context: context)
  }
}
