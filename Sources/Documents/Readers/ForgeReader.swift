import Model

enum ForgeKeys: String, CaseIterable {
  case committer, keys
}

enum CommitterKeys: String, CaseIterable {
  case name, email
}

func readForge(_ bytes: [UInt8], id: ForgeID, _ findings: inout Findings) -> Forge? {
  readFields(bytes, of: "a forge", keys: ForgeKeys.self, &findings) { fields, findings in
    let committer = fields.required(
      .committer, example: "{name: GitHub, email: noreply@github.com}", &findings)?
      .committer(&findings)
    let keys = fields.required(.keys, example: "[{openpgp: keys/github.asc}]", &findings)?
      .keys(mayBeEmpty: false, &findings)
    guard let committer, let keys else { return nil }
    return Forge(id: id, committer: committer, keys: keys)
  }
}

extension Field {
  fileprivate func committer(_ findings: inout Findings) -> ForgeCommitter? {
    guard let fields = Fields<CommitterKeys>(element, of: "a committer", &findings) else {
      return nil
    }
    let name = fields.required(.name, example: "GitHub", &findings)?
      .line(limit: Limits.name, &findings)
    let email = fields.required(.email, example: "noreply@github.com", &findings)?
      .email(&findings)
    guard let name, let email else { return nil }
    return ForgeCommitter(name: name, email: email)
  }
}
