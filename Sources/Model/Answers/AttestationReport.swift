/// What the directory is to attest by a list of people, and what of the list takes people's approvals.
package struct AttestationReport: Sendable {
  package let directory: IdentityID
  /// What of the directory's folder is written, or taken away.
  package let files: [(path: RepositoryPath, isRemoved: Bool)]
  /// How many people it says are as their files have them.
  package let confirmed: Int
  /// Whom it suspends or ends.
  package let stops: [IdentityID: IdentityStatus]
  /// What the list says that only people can approve.
  package let pending: [PeopleImportReport.Change]
  /// What the list says and nothing takes over, with why.
  package let kept: [PeopleImportReport.Kept]
  /// Whether no row of the list was left out.
  package let isWhole: Bool
  package let isDryRun: Bool
  /// How to send it off; each is one line.
  package let commands: [String]

  package init(
    directory: IdentityID, files: [(path: RepositoryPath, isRemoved: Bool)], confirmed: Int,
    stops: [IdentityID: IdentityStatus], pending: [PeopleImportReport.Change],
    kept: [PeopleImportReport.Kept], isWhole: Bool = true, isDryRun: Bool, commands: [String]
  ) {
    self.directory = directory
    self.files = files
    self.confirmed = confirmed
    self.stops = stops
    self.pending = pending
    self.kept = kept
    self.isWhole = isWhole
    self.isDryRun = isDryRun
    self.commands = commands
  }
}
