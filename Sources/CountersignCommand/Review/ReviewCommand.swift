internal import ArgumentParser

/// `countersign review`: write the file of a review, for its reviewer to fill in and land.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Write the file of a review: of a system's access, of an emergency, of a deed.",
    discussion: """
      A review is a file in reviews/ that somebody with a say brings to the mainline by a signed merge. \
      All of them write the file into the work tree, never over another one, and print the commands \
      that send it off; they run none of them.

      EXAMPLES
        countersign review start billing-db
        countersign review emergency g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        countersign review confirm g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
      """,
    subcommands: [ReviewStartCommand.self, ReviewEmergencyCommand.self, ReviewConfirmCommand.self])
}
