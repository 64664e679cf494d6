package import Model

/// Those who are asked whether tickets are open; each answers about plain words only.
package struct TicketSources: Sendable {
  /// Why a program has said nothing.
  package struct Trouble: Error {
    package let message: String

    package init(message: String) { self.message = message }
  }

  /// What the program that some words start says.
  package let program: @Sendable ([String], [String]) async -> Result<[TicketAnswer], Trouble>
  /// What the server of a page says, and why it said nothing of some.
  package let page:
    @Sendable (TicketPage, [String]) async -> (answers: [TicketAnswer], troubles: Set<String>)

  package init(
    program: @escaping @Sendable ([String], [String]) async -> Result<[TicketAnswer], Trouble>,
    page:
      @escaping @Sendable (TicketPage, [String]) async -> (
        answers: [TicketAnswer], troubles: Set<String>
      )
  ) {
    self.program = program
    self.page = page
  }
}
