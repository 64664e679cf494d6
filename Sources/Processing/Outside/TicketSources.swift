/// How those are reached who are asked whether tickets are open.
package struct TicketSources: Sendable {
  /// Why nobody has said anything.
  package struct Trouble: Error {
    package let message: String

    package init(message: String) { self.message = message }
  }

  /// What a web server answered.
  package struct Page: Sendable {
    /// The HTTP status.
    let status: Int
    let body: [UInt8]

    package init(status: Int, body: [UInt8]) {
      self.status = status
      self.body = body
    }
  }

  /// Starts the program that some words name, and hands it some bytes.
  let ask: @Sendable ([String], [UInt8]) async -> Result<ProgramEnd, ProgramTrouble>
  /// Gets what stands at an address, with these headers.
  let get: @Sendable (String, [(String, String)]) async -> Result<Page, Trouble>
  /// What the owner of the runner keeps under a name.
  let secret: @Sendable (String) -> String?

  package init(
    ask: @escaping @Sendable ([String], [UInt8]) async -> Result<ProgramEnd, ProgramTrouble>,
    get: @escaping @Sendable (String, [(String, String)]) async -> Result<Page, Trouble>,
    secret: @escaping @Sendable (String) -> String?
  ) {
    self.ask = ask
    self.get = get
    self.secret = secret
  }
}
