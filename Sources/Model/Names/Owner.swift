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
