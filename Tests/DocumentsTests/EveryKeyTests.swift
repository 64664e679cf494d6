import Documents
import Model
import Testing

/// A complete document of each kind, with one key a line, so that each line can be spoiled in turn.
struct CompleteDocument: Sendable, CustomTestStringConvertible {
  let path: String
  let text: String
  /// The lines, counted from 1, without which the document is still one.
  let optional: Set<Int>

  var testDescription: String { path }
  var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// The faults of the document, with `lines` in place of its own.
  func faults(_ lines: [String]) -> [String] {
    let text = lines.joined(separator: "\n") + "\n"
    return documentFaults(path, text)
  }

  static let all = [
    CompleteDocument(
      path: "requests/billing-db/one.yaml",
      text: """
        subject: ana.silva
        entitlement: read-only
        duration: 8h
        starts: 2026-11-21T09:00:00Z
        ticket: OPS-4312
        reason: Invoices.
        emergency: false
        """, optional: [4, 5, 7]),
    CompleteDocument(
      path: "mandates/nightly-export.yaml",
      text: """
        subject: nightly-export
        entitlements: [billing-db/read-only]
        each: 30m
        grants: 30
        until: 2026-12-01T00:00:00Z
        hours:
          days: [mon, tue, wed, thu, fri]
          from: "01:00"
          to: "05:00"
        at_once: 1
        reason: The nightly export.
        """, optional: [10]),
    CompleteDocument(
      path: "policies/people/ana.silva.yaml",
      text: """
        name: Ana Silva
        class: contractor
        organization: Initech GmbH
        sponsor: priya.nair
        contract:
          reference: SOW-2231
          ends: 2027-01-31T00:00:00Z
        emails:
          - ana@initech.example
        keys:
          - ssh: \(sampleKey)
            retired: 2026-09-01T00:00:00Z
            compromised: 2026-09-02T00:00:00Z
          - openpgp: keys/ana.asc
        verified: 2026-11-01T00:00:00Z
        status: active
        """, optional: [8, 9, 12, 13]),
    CompleteDocument(
      path: "policies/workloads/nightly-export.yaml",
      text: """
        owner: person:priya.nair
        purpose: Exports.
        emails: [nightly-export@bots.example]
        keys: []
        attest:
          - issuer: github
            claims: {repository_id: "123456", run_attempt: 1, ok: true, kubernetes.io: {pod: {name: x}}}
        verified: 2026-11-01T00:00:00Z
        status: active
        """, optional: [3, 4, 8]),
    CompleteDocument(
      path: "policies/issuers/github.yaml",
      text: """
        issuer: https://token.actions.githubusercontent.com
        keys: keys/github-actions.jwks.json
        jwks: https://token.actions.githubusercontent.com/.well-known/jwks
        algorithms: [RS256, PS256, ES256, ES384, EdDSA]
        must_pin: [repository_id, event_name]
        ended: {k1: {retired: 2026-09-01T00:00:00Z}, k2: {compromised: 2026-09-01T00:00:00Z}}
        status: active
        """, optional: [3, 5, 6]),
    CompleteDocument(
      path: "policies/forges/github.yaml",
      text: """
        committer:
          name: GitHub
          email: noreply@github.com
        keys:
          - openpgp: keys/github.asc
            retired: 2026-09-01T00:00:00Z
          - ssh: \(sampleKey)
        """, optional: [6, 7]),
    CompleteDocument(
      path: "policies/groups/dba.yaml", text: "members: [priya.nair, tom.berg]", optional: []),
    CompleteDocument(
      path: "policies/systems/billing-db.yaml",
      text: """
        description: Production billing database
        owner: group:dba
        plane: data
        entitlements:
          superuser:
            risk: critical
            eligible: [class:contractor, group:dba, person:tom.berg, workload:nightly-export]
            approvals:
              - count: 1
                from: [group:dba, person:tom.berg, owner, sponsor]
            maximum_duration: 1h
            conflicts_with: [ledger-db/approve-payments]
            assurance: hardware
            signed_request: true
            emergency:
              eligible: [group:oncall]
              approvals: []
              maximum_duration: 30m
              review_within: 24h
        connector:
          type: ledger
        review:
          every: 90d
        secrets:
          - the export account's password
          - name: the reporting account's password
            rotated_by:
              type: exec
              command:
                - /usr/local/bin/vault-age
        trust: [the bastion's authorized_keys]
        """, optional: [12, 13, 14, 31]),
    CompleteDocument(
      path: "policies/systems/service.yaml",
      text: """
        description: The service
        owner: group:dba
        plane: identity
        entitlements:
          superuser:
            risk: critical
            eligible: [group:dba]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 1h
        connector:
          type: scim
          uri: https://acme.example.net/scim/v2
          user: $subject@example.net
          groups: {superuser: Admins}
        """, optional: []),
    CompleteDocument(
      path: "policies/systems/customers-db.yaml",
      text: """
        description: Customers
        owner: group:dba
        plane: data
        entitlements:
          superuser:
            risk: critical
            scope: shared-tenant
            scope_reason: The tenant is ours alone.
            eligible: [group:dba]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 1h
        connector:
          type: postgresql
          service: customers
          roles: {superuser: app_admin}
          login: emp_$subject
          make_logins: true
        """, optional: [8, 16, 17]),
    CompleteDocument(
      path: "policies/systems/directory.yaml",
      text: """
        description: The directory
        owner: group:dba
        plane: identity
        entitlements:
          superuser:
            risk: critical
            eligible: [group:dba]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 1h
        connector:
          type: ldap
          uri: ldaps://ldap1.example.net:636
          user: uid=$subject,ou=people,dc=example,dc=net
          groups: {superuser: "cn=admins,ou=groups,dc=example,dc=net"}
          attribute: member
        """, optional: [15]),
    CompleteDocument(
      path: "policies/rules/third-parties.yaml",
      text: """
        description: Outside people need a ticket.
        applies_to:
          class: [contractor, vendor]
          risk: [medium, high, critical]
          system: [billing-db]
          plane: [data, ci-cd]
          group: [dba]
          subject: [ana.silva]
        require:
          ticket: (OPS|INC)-[0-9]+
          approvals:
            - count: 1
              from: [sponsor]
          maximum_duration: 8h
          assurance: personal
          signed_request: true
          renewals:
            maximum: 2
            within: 30d
        deny:
          message: Closed.
          from: 2026-12-28T00:00:00Z
          until: 2027-01-05T00:00:00Z
        """, optional: [3, 4, 5, 6, 7, 8, 10, 14, 15, 16, 22, 23]),
    CompleteDocument(
      path: "policies/countersign.yaml",
      text: """
        mainline: main
        ledger: countersign/ledger
        witness: https://git.example.net/audit/ledger-witness.git
        processor:
          keys: ['\(sampleKey)']
        identity:
          stale_after: 90d
          directory: hr-directory
        approvals:
          expire_after: 7d
          issue_within: 24h
        governance:
          - paths: ["policies/**"]
            approvals:
              - count: 2
                from: [group:security, person:lena.koch]
        reminders:
          grant: 1h
          contract: 14d
          verification: 14d
          review: 4h
          mandate: 3d
        tickets:
          type: http
          url: https://jira.example.net/rest/api/2/issue/{ticket}
          token:
            variable: COUNTERSIGN_TICKET_TOKEN
            scheme: basic
          open:
            path: $.fields.status.name
            in: [To Do, In Progress]
        mass_revocation: 25%
        offboarding:
          owner: group:security
          places: [the wiki]
        mandates:
          longest: 92d
        """, optional: [1, 2, 3, 7, 8, 10, 11, 18, 19, 20, 21, 22, 28, 32, 34, 35]),
    CompleteDocument(
      path: "policies/directory/all.yaml",
      text: """
        at: 2026-11-21T06:00:00Z
        verified: [ana.silva, nora.lind]
        suspended: [ben.cole]
        offboarded: []
        """, optional: [2, 3, 4]),
    CompleteDocument(
      path: "policies/notifications.yaml",
      text: """
        webhooks:
          - name: access
            url_from: COUNTERSIGN_WEBHOOK_ACCESS
            target: slack
            events: [issued, refused, revoked, expired, reminder, review-overdue]
          - name: people
            target: mail
            to: [access@example.net]
            events: [issued]
        """, optional: []),
    CompleteDocument(
      path: "policies/tests/one.yaml",
      text: """
        at: 2026-11-20T12:00:00Z
        cases:
          - name: a contractor reads billing
            request:
              system: billing-db
              subject: ana.silva
              entitlement: read-only
              duration: 8h
              starts: 2026-11-21T09:00:00Z
              ticket: OPS-1
              reason: Invoices.
              emergency: false
            approved_by: [priya.nair]
            assurance: personal
            signed: true
            grants:
              - entitlement: billing-db/read-only
                start: 2026-11-20T09:00:00Z
                end: 2026-11-20T17:00:00Z
                emergency: true
            expect: granted
            reasons: []
            mandate:
              each: 30m
              grants: 5
              used: 1
              until: 2026-12-01T00:00:00Z
              hours:
                days: [mon, tue]
                from: "01:00"
                to: "05:00"
              at_once: 2
              approved_by: [tom.berg]
        """, optional: [9, 10, 11, 12, 14, 15, 20, 22, 25, 26, 32]),
    CompleteDocument(
      path: "policies/tests/two.yaml",
      text: """
        at: 2026-11-20T12:00:00Z
        people:
          a.contractor:
            class: contractor
            sponsor: a.sponsor
            groups: [dba]
            status: suspended
            contract_ends: 2026-11-21T12:00:00Z
        cases:
          - name: a contractor reads billing
            request: {system: billing-db, subject: a.contractor, entitlement: read-only, duration: 8h}
            approved_by: []
            expect: refused
        """, optional: [6, 7, 8]),
    CompleteDocument(
      path: "reviews/pager-4711.yaml",
      text: """
        grant: g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        finding: The replica was stuck.
        actions: [Alert on lag.]
        """, optional: []),
    CompleteDocument(
      path: "reviews/reorganisation.yaml",
      text: """
        revocation:
          grants: 12
        reason: The team was dissolved.
        """, optional: [3]),
    CompleteDocument(
      path: "reviews/billing-db-november.yaml",
      text: """
        system: billing-db
        as_of: 2026-11-21T09:00:00Z
        access:
          - subject: ana.silva
            entitlement: read-only
            decision: keep
            note: Until the audit is over.
        """, optional: [7]),
    CompleteDocument(
      path: "reviews/directory-standing.yaml",
      text: """
        standing: directory
        owner: lena.koch
        review_by: 2027-02-28T00:00:00Z
        reason: The vendor's service account.
        access:
          - subject: svc-vendor
            target: readers
        """, optional: []),
    CompleteDocument(
      path: "reviews/given.yaml",
      text: """
        grant: g-1f2e3d4c5b6a79881f2e3d4c5b6a7988
        confirms: given
        note: Case 4711.
        """, optional: [3]),
    CompleteDocument(
      path: "policies/systems/vendor.yaml",
      text: """
        description: The vendor's console
        owner: group:dba
        plane: data
        entitlements:
          superuser:
            risk: low
            eligible: [group:dba]
            approvals: [{count: 1, from: [group:dba]}]
            maximum_duration: 8h
        connector:
          type: manual
          runbook:
            give: Add them.
            take: Remove them.
          assignees: [group:dba]
          remind_every: 12h
        """, optional: [16]),
    CompleteDocument(
      path: "reviews/ana-left.yaml",
      text: """
        person: ana.silva
        done: [1, 2]
        """, optional: []),
  ]
}

@Suite("Every key of every document")
struct EveryKeyTests {
  /// A line that has a key: what stands before it, the key, and what stands behind.
  struct Line {
    let number: Int
    let head: String
    let key: String
    let value: String
    var column: Int { head.utf8.count + 1 }
  }

  static func keyLines(of document: CompleteDocument) -> [Line] {
    document.lines.enumerated().compactMap { index, line in
      let head = line.prefix { $0 == " " || $0 == "-" }
      let rest = line.dropFirst(head.count)
      guard let colon = rest.firstIndex(of: ":"), !head.isEmpty || !rest.isEmpty,
        rest[..<colon].allSatisfy({ $0.isLowercase || $0 == "_" }), rest != "ana@initech.example"
      else { return nil }
      let value = rest[rest.index(after: colon)...]
      return Line(
        number: index + 1, head: String(head), key: String(rest[..<colon]),
        value: String(value.drop { $0 == " " }))
    }
  }

  @Test("The documents are complete and free of faults", arguments: CompleteDocument.all)
  func complete(document: CompleteDocument) {
    #expect(document.faults(document.lines) == [])
  }

  @Test(
    "A misspelt key is named with its place and the key that was meant",
    arguments: CompleteDocument.all)
  func misspelt(document: CompleteDocument) {
    for line in Self.keyLines(of: document) where line.key != "superuser" {
      var lines = document.lines
      let wrong = String(line.key.dropLast()) + "x" + String(line.key.suffix(1))
      lines[line.number - 1] = "\(line.head)\(wrong): \(line.value)"
      let faults = document.faults(lines)
      #expect(
        faults.contains {
          $0.hasPrefix("\(line.number):\(line.column): `\(wrong)` is not a key of ")
            && $0.hasSuffix("(did you mean `\(line.key)`?)")
        }, "\(wrong): \(faults)")
    }
  }

  @Test("A value of another kind is named with its place", arguments: CompleteDocument.all)
  func wrongKind(document: CompleteDocument) {
    for line in Self.keyLines(of: document) where !line.value.isEmpty {
      var lines = document.lines
      let wrong = line.value.hasPrefix("[") ? "x" : "[x]"
      lines[line.number - 1] = "\(line.head)\(line.key): \(wrong)"
      let column = line.column + line.key.utf8.count + 2
      let faults = document.faults(lines)
      let found = wrong == "x" ? "found `x`" : "found a list"
      #expect(
        faults.contains { $0.hasPrefix("\(line.number):\(column): \(found), where ") },
        "\(line.key): \(faults)")
    }
  }

  @Test("A key without a value is named with its place", arguments: CompleteDocument.all)
  func withoutValue(document: CompleteDocument) {
    for line in Self.keyLines(of: document) where !line.value.isEmpty {
      var lines = document.lines
      lines[line.number - 1] = "\(line.head)\(line.key):"
      let faults = document.faults(lines)
      #expect(
        faults.contains {
          $0.hasPrefix("\(line.number):\(line.column): `\(line.key)` needs a value")
        }, "\(line.key): \(faults)")
    }
  }

  @Test(
    "A missing key is a fault, unless the document can do without", arguments: CompleteDocument.all)
  func missing(document: CompleteDocument) {
    for line in Self.keyLines(of: document) where !line.value.isEmpty {
      var lines = document.lines
      if line.head.hasSuffix("- ") {
        // The entry of a list goes on with its next key.
        guard document.lines.indices.contains(line.number),
          document.lines[line.number].hasPrefix(String(repeating: " ", count: line.head.count)),
          document.lines[line.number].contains(":")
        else { continue }
        lines[line.number] = line.head + document.lines[line.number].drop { $0 == " " }
      }
      lines.remove(at: line.number - 1)
      let faults = document.faults(lines)
      if document.optional.contains(line.number) {
        #expect(faults == [], "without \(line.key)")
      } else {
        #expect(!faults.isEmpty, "without \(line.key)")
        if faults.contains(where: { $0.contains("is missing") }) {
          #expect(faults.contains { $0.contains("`\(line.key)`") }, "\(faults)")
        }
      }
    }
  }
}
