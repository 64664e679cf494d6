import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Servers whose clocks are behind the processor's, which dates certificates and lists.
@Suite(.enabled(if: geteuid() == 0 && access("/usr/sbin/nginx", X_OK) == 0 && !postgres.isEmpty))
struct X509ClockTests {
  @Test(
    "a server that is four minutes behind takes a certificate at once, and one that is seven does not"
  )
  func lagging() async throws {
    for (minutes, isTaken) in [(4, true), (7, false)] {
      let now = TestClock.now
      let shop = try await ShopAPI(at: now)
      let (request, own) = try await shop.request(
        "lagging", for: Person.ana.id, kind: "p256", starts: nil)
      // To the servers it is issued in so many minutes: their clocks are so far behind.
      try await shop.land(request, by: .ana, at: now.advanced(by: .minutes(minutes)))
      let client = Client(
        key: own.key, certificate: try await shop.certificate(of: request), request: request)
      try await CertifiedPostgresServer.run(shop) {
        (server: CertifiedPostgresServer) async throws in
        #expect(try await server.login(client, as: "ana.silva") == isTaken, "\(minutes) minutes")
      }
      try await NginxServer.run(shop) { (server: NginxServer) async throws in
        #expect(try await server.login(client, as: "ana.silva") == isTaken, "\(minutes) minutes")
      }
      try await shop.expectRightAudit()
    }
  }
}
