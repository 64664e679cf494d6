/// Who is answerable for a system or a workload: one person or a group.
package enum Owner: Hashable, Sendable {
  case person(IdentityID)
  case group(GroupID)
}

extension Owner: CustomStringConvertible {
  /// As documents write it, `person:priya.nair` or `group:dba`.
  package var description: String {
    switch self {
    case .person(let id): "person:\(id)"
    case .group(let id): "group:\(id)"
    }
  }
}

/// A non-human identity in `policies/workloads/`; a person or group asks on its behalf.
package struct Workload: Hashable, Sendable {
  package let id: IdentityID
  package let owner: Owner
  package let purpose: String
  package let keys: [PolicyKey]
  package let status: IdentityStatus
  package let ownerMark: Mark
  package let statusMark: Mark

  package init(
    id: IdentityID, owner: Owner, purpose: String, keys: [PolicyKey], status: IdentityStatus,
    ownerMark: Mark, statusMark: Mark
  ) {
    self.id = id
    self.owner = owner
    self.purpose = purpose
    self.keys = keys
    self.status = status
    self.ownerMark = ownerMark
    self.statusMark = statusMark
  }

  /// The file the workload was read from.
  package var file: String { "policies/workloads/\(id).yaml" }
}

/// A named set of people; groups never hold groups, so membership is read off one file.
package struct Group: Hashable, Sendable {
  package let id: GroupID
  /// Sorted, each once.
  package let members: [IdentityID]
  package let mark: Mark

  package init(id: GroupID, members: [IdentityID], mark: Mark) {
    self.id = id
    self.members = members
    self.mark = mark
  }

  /// The file the group was read from.
  package var file: String { "policies/groups/\(id).yaml" }
}
