/// What the directory is to attest by a list of people, and what of the list takes people's approvals.
package struct AttestationReport: Sendable {
  package let directory: IdentityID
  package let files: [(path: RepositoryPath, isRemoved: Bool)]
  package let confirmed: Int
  package let stops: [IdentityID: IdentityStatus]
  package let pending: [PeopleImportReport.Change]
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
