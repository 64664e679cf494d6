import Model

enum WorkloadKeys: String, CaseIterable {
  case owner, purpose, emails, keys, attest, verified, status
}

func readWorkload(_ bytes: [UInt8], id: IdentityID, _ findings: inout Findings) -> Workload? {
  readFields(bytes, of: "a workload", keys: WorkloadKeys.self, &findings) { fields, findings in
    let ownerField = fields.required(.owner, example: "person:<id>", &findings)
    let owner = ownerField?.owner(&findings)
    let purpose = fields.required(.purpose, example: "<what it does>", &findings)?
      .prose(limit: Limits.prose, &findings)
    let emailsField = fields.optional(.emails, &findings)
    let emails = emailsField?.emails(&findings) ?? []
    let keys = fields.optional(.keys, &findings)?.keys(&findings) ?? []
    let attest = fields.optional(.attest, &findings)?.tokenEntries(&findings) ?? []
    let verifiedField = fields.optional(.verified, &findings)
    let verified = verifiedField?.instant(&findings)
    let statusField = fields.required(.status, example: "active", &findings)
    let status = statusField?.choice(IdentityStatus.self, &findings)
    guard let ownerField, let owner, let purpose, let statusField, let status else { return nil }
    return Workload(
      id: id, owner: owner, purpose: purpose, emails: emails, keys: keys, attest: attest,
      verified: verified, status: status,
      marks: WorkloadMarks(
        owner: ownerField.mark, emails: emailsField?.mark, verified: verifiedField?.mark,
        status: statusField.mark))
  }
}
