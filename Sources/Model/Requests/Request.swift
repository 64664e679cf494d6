/// What a request file asks for: data from a stranger, checked for form and nothing more.
package struct Request: Hashable, Sendable {
  package let system: SystemID
  package let subject: IdentityID
  package let entitlement: String
  package let duration: Duration
  package let starts: Instant?
  package let ticket: String?
  package let reason: String
  package let isEmergency: Bool
  /// The SSH key to be certified in the place of those in the subject's file, in OpenSSH's wire form.
  package let publicKey: Marked<[UInt8]>?
  /// A PKCS #10 request in DER for the key to be certified by an X.509 authority; nobody has checked it.
  package let certificateRequest: Marked<[UInt8]>?
  /// The key of `certificateRequest`, once somebody has.
  package private(set) var provenKey: ProvenKey?
  package let marks: RequestMarks

  package init(
    system: SystemID, subject: IdentityID, entitlement: String, duration: Duration,
    starts: Instant?, ticket: String?, reason: String, isEmergency: Bool,
    publicKey: Marked<[UInt8]>? = nil, certificateRequest: Marked<[UInt8]>? = nil,
    marks: RequestMarks
  ) {
    self.system = system
    self.subject = subject
    self.entitlement = entitlement
    self.duration = duration
    self.starts = starts
    self.ticket = ticket
    self.reason = reason
    self.isEmergency = isEmergency
    self.publicKey = publicKey
    self.certificateRequest = certificateRequest
    self.marks = marks
  }

  /// What is asked for, with its system.
  package var entitlementName: EntitlementName {
    EntitlementName(system: system, entitlement: entitlement)
  }

  /// Who asks for what.
  package var holding: Holding { Holding(subject: subject, entitlement: entitlementName) }
}

/// A key whose holder has proved to have its private half, in OpenSSH's wire form.
package struct ProvenKey: Hashable, Sendable {
  package let wire: [UInt8]

  /// The key of a request for a certificate whose signature by that very key was checked.
  package init(ofCheckedRequest wire: [UInt8]) { self.wire = wire }
}

extension Request {
  /// The same request, its key proven.
  package func proving(_ key: ProvenKey) -> Request {
    var request = self
    request.provenKey = key
    return request
  }
}

/// The places in a request that reasons point to.
package struct RequestMarks: Hashable, Sendable {
  package let subject: Mark
  package let entitlement: Mark
  package let duration: Mark
  package let starts: Mark?
  package let ticket: Mark?
  package let emergency: Mark?

  package init(
    subject: Mark, entitlement: Mark, duration: Mark, starts: Mark?, ticket: Mark?,
    emergency: Mark?
  ) {
    self.subject = subject
    self.entitlement = entitlement
    self.duration = duration
    self.starts = starts
    self.ticket = ticket
    self.emergency = emergency
  }
}
