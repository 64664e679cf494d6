/// A non-human identity in `policies/workloads/`; a person or group asks on its behalf.
package struct Workload: Hashable, Sendable {
  package let id: IdentityID
  package let owner: Owner
  package let purpose: String
  /// In lower case (ASCII).
  ///
  /// They recognise authorship and never prove it, as a person's.
  package let emails: [String]
  package let keys: [PolicyKey]
  /// What a token must say to be this workload's; one entry is enough.
  package let attest: [TokenEntry]
  /// When these facts were last checked against their source; facts that nobody ever checked are stale.
  package let verified: Instant?
  package let status: IdentityStatus
  package let marks: WorkloadMarks

  package init(
    id: IdentityID, owner: Owner, purpose: String, emails: [String] = [], keys: [PolicyKey],
    attest: [TokenEntry] = [], verified: Instant?, status: IdentityStatus, marks: WorkloadMarks
  ) {
    self.id = id
    self.owner = owner
    self.purpose = purpose
    self.emails = emails
    self.keys = keys
    self.attest = attest
    self.verified = verified
    self.status = status
    self.marks = marks
  }

  package var ownerMark: Mark { marks.owner }
  package var statusMark: Mark { marks.status }

  /// The file the workload was read from.
  package var file: String { "policies/workloads/\(id).yaml" }
}

/// The places in a workload's file that reasons point to.
package struct WorkloadMarks: Hashable, Sendable {
  package let owner: Mark
  package let emails: Mark?
  package let verified: Mark?
  package let status: Mark

  package init(owner: Mark, emails: Mark? = nil, verified: Mark? = nil, status: Mark) {
    self.owner = owner
    self.emails = emails
    self.verified = verified
    self.status = status
  }
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
