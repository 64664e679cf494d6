import CLibGit2

extension Repository {
  /// The value of the setting `key`, the last one where it is given several times, or nil.
  ///
  /// Read as git does from the system's, the user's and the repository's files, with `include` and
  /// `includeIf` (`gitdir`, `gitdir/i` and `onbranch`) followed.
  package func configuration(_ key: String) throws(GitError) -> String? {
    let context = "read the setting \(key)"
    var settings: OpaquePointer?
    try LibGit2.check(git_repository_config_snapshot(&settings, handle), context)
    defer { git_config_free(settings) }
    var value: UnsafePointer<CChar>?
    let status = git_config_get_string(&value, settings, key)
    if git_error_code(status) == GIT_ENOTFOUND { return nil }
    try LibGit2.check(status, context)
    return value.map { String(cString: $0) }
  }

  /// The path in the setting `key`, with the `~/` that git would expand, or nil.
  package func configuredPath(_ key: String) throws(GitError) -> String? {
    let context = "read the setting \(key)"
    var settings: OpaquePointer?
    try LibGit2.check(git_repository_config_snapshot(&settings, handle), context)
    defer { git_config_free(settings) }
    var path = git_buf()
    defer { git_buf_dispose(&path) }
    let status = git_config_get_path(&path, settings, key)
    if git_error_code(status) == GIT_ENOTFOUND { return nil }
    try LibGit2.check(status, context)
    return path.ptr.map { String(cString: $0) }
  }

  /// Each setting whose key matches the regular expression `pattern`, in the order git reads them.
  ///
  /// In a key the section and the name are in lower case, what stands between is as it was written.
  package func configurationEntries(
    matching pattern: String
  ) throws(GitError) -> [(key: String, value: String)] {
    let context = "read the settings \(pattern)"
    var settings: OpaquePointer?
    try LibGit2.check(git_repository_config(&settings, handle), context)
    defer { git_config_free(settings) }
    var iterator: UnsafeMutablePointer<git_config_iterator>?
    try LibGit2.check(git_config_iterator_glob_new(&iterator, settings, pattern), context)
    defer { git_config_iterator_free(iterator) }
    var found: [(key: String, value: String)] = []
    while true {
      var entry: UnsafeMutablePointer<git_config_entry>?
      let status = git_config_next(&entry, iterator)
      if git_error_code(status) == GIT_ITEROVER { return found }
      try LibGit2.check(status, context)
      guard let entry, let name = entry.pointee.name else { continue }
      let value = entry.pointee.value.map { String(cString: $0) } ?? ""
      found.append((String(cString: name), value))
    }
  }
}
