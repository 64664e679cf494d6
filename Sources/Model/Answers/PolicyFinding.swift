/// What `policy lint` looks for.
///
/// The raw values are stable names, as those of reasons are: programs match on them, and `docs/policy.md`
/// explains each. A policy with findings is still a policy; what keeps one from coming into force is a
/// reason of `PolicyAcceptance`.
package enum LintRule: String, Hashable, Sendable, CaseIterable {
  case approversAreSubjects = "approvers-are-subjects"
  case coarseScope = "coarse-scope"
  case endedDenial = "ended-denial"
  case fragileGovernance = "fragile-governance"
  case impossibleApproval = "impossible-approval"
  case nobodyEligible = "nobody-eligible"
  case noWayOut = "no-way-out"
  case ownerlessSystem = "ownerless-system"
  case realPersonInTest = "real-person-in-test"
  case shadowedRule = "shadowed-rule"
  case sharedAccount = "shared-account"
  case subjectWithoutApprover = "subject-without-approver"
  case silentDirectory = "silent-directory"
  case staleAttestation = "stale-attestation"
  case thirdPartyApprovals = "third-party-approvals"
  case unknownPerson = "unknown-person"
  case unreleasableBrake = "unreleasable-brake"
  case unreachableRule = "unreachable-rule"
  case unusedGroup = "unused-group"

  /// How much a finding matters: `error` where access is handed out too easily or somebody is locked out.
  package var level: DiagnosticLevel {
    switch self {
    case .impossibleApproval, .noWayOut, .ownerlessSystem, .silentDirectory, .thirdPartyApprovals:
      .error
    default: .warning
    }
  }

  /// What the rule says, for those who meet it for the first time.
  package var summary: String {
    switch self {
    case .approversAreSubjects: "Those who may ask for it are all who could approve it."
    case .coarseScope: "It lets its holder into what others share, and says no high risk."
    case .endedDenial: "The denial is over and denies nothing any more."
    case .fragileGovernance:
      "One author, one leaver or one lost key makes the approvals impossible."
    case .impossibleApproval: "Nobody could give these approvals."
    case .nobodyEligible: "`eligible` names somebody who is not there."
    case .noWayOut: "No governance line lets anybody change the file."
    case .ownerlessSystem:
      "The system's owner, or whoever acts for it by hand, is nobody who could act."
    case .realPersonInTest: "A test names somebody who works here and may leave."
    case .shadowedRule: "Another rule asks for all of it wherever this one applies."
    case .sharedAccount: "The name is one of an account that several people use."
    case .subjectWithoutApprover: "Some who may ask would find nobody to approve."
    case .silentDirectory: "The directory's word would count for nothing."
    case .staleAttestation: "What the directory confirmed is no longer fresh."
    case .thirdPartyApprovals: "One person alone could let a third party in here."
    case .unknownPerson: "It speaks of somebody who has no file."
    case .unreleasableBrake: "Nobody could release a brake on this person."
    case .unreachableRule: "`applies_to` can match nothing."
    case .unusedGroup: "Nothing names the group."
    }
  }
}

/// How much something that was found matters, in the words that SARIF has (section 3.27.10).
package enum DiagnosticLevel: String, Hashable, Sendable, CaseIterable {
  case error, warning, note
}

/// One thing that `policy lint` found.
package struct PolicyFinding: Hashable, Sendable {
  package let rule: LintRule
  /// One sentence that names what it speaks of.
  package let message: String
  package let location: SourceLocation
  /// What to do about it.
  package let hint: String

  package init(_ rule: LintRule, _ message: String, at location: SourceLocation, hint: String) {
    self.rule = rule
    self.message = message
    self.location = location
    self.hint = hint
  }
}
