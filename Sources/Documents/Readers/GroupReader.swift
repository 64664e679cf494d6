import Model

enum GroupKeys: String, CaseIterable {
  case members
}

/// Reads a group; an empty one is allowed, so that its last member can leave.
func readGroup(_ bytes: [UInt8], id: GroupID, _ findings: inout Findings) -> Group? {
  readFields(bytes, of: "a group", keys: GroupKeys.self, &findings) { fields, findings in
    guard let field = fields.required(.members, example: "[<person>]", &findings) else {
      return nil
    }
    let members: [IdentityID] = field.identifiers(.person, mayBeEmpty: true, &findings)
    return Group(id: id, members: members.sorted(), mark: field.mark)
  }
}
