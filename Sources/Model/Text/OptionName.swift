/// An option of the command line that a text tells people to give.
///
/// Only the command knows its options; whoever else has to name one names it by this. A test holds each to what the
/// command takes, so that no hint sends anybody to an option that is not there.
package enum OptionName: String, Sendable, CaseIterable {
  case all
  case allowConnector = "allow-connector"
  case allowTicketCommand = "allow-ticket-command"
  case anchor, attest, base
  case certificateRequest = "certificate-request"
  case drill
  case dryRun = "dry-run"
  case duration, ending, fetch, finding
  case firstRun = "first-run"
  case force, forge, format, from, identity, key
  case keyOut = "key-out"
  case keyring, land, name, now, onto, owner, person, print
  case processorKey = "processor-key"
  case push, reason, remote
  case replaceLedger = "replace-ledger"
  case replaces, repository, signers
  case sshCAKey = "ssh-ca-key"
  case subject, ticket
  case x509CAKey = "x509-ca-key"
}

extension OptionName: CustomStringConvertible {
  /// As it is typed.
  package var description: String { "--\(rawValue)" }
}
