/// Where a person stands: by policy, by the directory, by what they hold and what they left behind.
package struct PersonReport: Sendable {
  package let id: IdentityID
  /// Absent where their file is gone.
  package let person: Person?
  /// Set where it is a workload that has left.
  package let workload: Workload?
  /// How long facts about people hold, by the settings.
  package let staleAfter: Duration
  /// Why they could be given nothing now.
  package let shortfalls: [Reason]
  /// Their grants that have not ended.
  package let grants: [Grant]
  /// What is to be done since they left.
  package let offboarding: OffboardingList?
  /// The brakes on them or their keys that hold.
  package let brakes: [Brake]
  /// The workloads that they alone own, sorted.
  package let workloads: [IdentityID]
  /// The people whom they sponsor, sorted.
  package let sponsored: [IdentityID]

  package init(
    id: IdentityID, person: Person?, staleAfter: Duration, shortfalls: [Reason], grants: [Grant],
    offboarding: OffboardingList?, brakes: [Brake] = [], workloads: [IdentityID] = [],
    sponsored: [IdentityID] = [], workload: Workload? = nil
  ) {
    self.workload = workload
    self.id = id
    self.person = person
    self.staleAfter = staleAfter
    self.shortfalls = shortfalls
    self.grants = grants
    self.offboarding = offboarding
    self.brakes = brakes
    self.workloads = workloads
    self.sponsored = sponsored
  }
}
