import CLibGit2

/// Another repository, by its address.
///
/// Shown without the user part of the address, which may hold a credential.
package struct Remote: Hashable, Sendable, CustomStringConvertible {
  /// What to fetch from: a URL, `host:path`, or a path.
  package let url: String
  /// What to push to, the same as `url` unless the configuration says otherwise.
  package let pushURL: String

  /// The remote at an address that is used as it is.
  package init(url: String) {
    self.url = url
    pushURL = url
  }

  init(url: String, pushURL: String) {
    self.url = url
    self.pushURL = pushURL
  }

  /// The address for people, without its user part.
  package var description: String { RemoteAddress(url)?.display ?? "a remote" }
}

extension Repository {
  /// The remote that is configured under the name `text`, or else the one at the address `text`.
  ///
  /// `url.<base>.insteadOf` and `pushInsteadOf` are applied. A relative path in the configuration
  /// starts at the work tree, as for git.
  package func remote(_ text: String) throws(GitError) -> Remote {
    let context = "find the remote \(RemoteAddress(text)?.display ?? "")"
    var found: OpaquePointer?
    defer { git_remote_free(found) }
    var isNamed = true
    let status = git_remote_lookup(&found, handle, text)
    if status < 0 {
      isNamed = false
      try LibGit2.check(git_remote_create_anonymous(&found, handle, text), context)
    }
    guard let url = git_remote_url(found).map({ String(cString: $0) }) else {
      throw GitError(.notFound, "the remote has no address", context: context)
    }
    let pushURL = git_remote_pushurl(found).map { String(cString: $0) } ?? url
    guard isNamed else { return Remote(url: url, pushURL: pushURL) }
    return Remote(url: absolute(url), pushURL: absolute(pushURL))
  }

  private func absolute(_ url: String) -> String {
    guard let address = RemoteAddress(url), address.scheme == .file, !url.hasPrefix("/"),
      !url.lowercased().hasPrefix("file:")
    else { return url }
    return (workTree ?? gitDirectory) + url
  }
}
