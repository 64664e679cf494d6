import Documents
import Model
import Testing

@Suite("Requests")
struct RequestReaderTests {
  static let example = """
    # requests/billing-db/ana-november-invoices.yaml
    subject: ana.silva              # a person or workload id: always one named identity
    entitlement: read-only          # of the system whose folder this is
    duration: 8h                    # 30m, 8h, 5d or ISO 8601 (PT8H); days are 24 hours
    starts: 2026-11-21T09:00:00Z    # optional
    ticket: OPS-4312
    reason: Reconcile the November invoices that failed on the 19th.
    emergency: false                # break-glass (section 8)

    """

  @Test("The example of DESIGN section 3 becomes a request with the places of its fields")
  func example() throws {
    let value = try request(Self.example).get()
    let start = try #require(Instant(rfc3339: "2026-11-21T09:00:00Z".utf8))
    #expect(
      value
        == Request(
          system: try #require(SystemID("billing-db")),
          subject: try #require(IdentityID("ana.silva")), entitlement: "read-only",
          duration: .seconds(8 * 3600), starts: start, ticket: "OPS-4312",
          reason: "Reconcile the November invoices that failed on the 19th.",
          isEmergency: false,
          marks: RequestMarks(
            subject: Mark(line: 2, column: 10), entitlement: Mark(line: 3, column: 14),
            duration: Mark(line: 4, column: 11), starts: Mark(line: 5, column: 9),
            ticket: Mark(line: 6, column: 9), emergency: Mark(line: 8, column: 12))))
  }
}
