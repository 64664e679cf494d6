internal import Documents
package import Model

/// What somebody asked to have approved, by flags.
package struct ApprovalChoice {
  package let path: RepositoryPath
  /// A branch of the remote or any revision that git knows.
  let from: String?
  /// An address and a reference to fetch from it.
  let fetch: (address: String, reference: String)?
  /// Push here instead of where it belongs.
  let onto: String?
  /// Land even though approvals are missing.
  let land: Bool

  package init(
    path: RepositoryPath, from: String?, fetch: (address: String, reference: String)?,
    onto: String?, land: Bool
  ) {
    self.path = path
    self.from = from
    self.fetch = fetch
    self.onto = onto
    self.land = land
  }
}

extension RepositoryPath {
  /// The branch on which the approvals of the request at this path are stacked.
  var approvalBranch: String {
    let name = description.hasSuffix(".yaml") ? String(description.dropLast(5)) : description
    return "approvals/" + (isInside("requests") ? name.dropFirst("requests/".count) : name[...])
  }

  /// Whether whoever names this path means `other`: the same file, the token beside a request, or one in that folder of policies.
  func covers(_ other: RepositoryPath) -> Bool {
    other == self || other == tokenOfRequest || isInside("policies") && other.isInside(description)
  }
}

/// What kind of file somebody asked to have approved.
package enum ApprovalKind: Sendable {
  case request
  case review
  /// What the mainline or a branch has in `policies/`, or in one path there.
  case policies

  /// The kind of the file at `path`; nil where it is none of these.
  package init?(of path: RepositoryPath) {
    if path.isInside("policies") {
      self = .policies
      return
    }
    switch documentKind(of: path) {
    case .success(.request) where path.isInside("requests"): self = .request
    // It lands, and is approved, as a request is.
    case .success(.mandate): self = .request
    case .success(.review): self = .review
    default: return nil
    }
  }
}
