internal import Model

extension ObjectSchema {
  /// The settings' `tickets`.
  static let tickets = ObjectSchema(
    TicketKeys.self,
    [
      .when(
        key: "type", values: ["command"], requires: ["command"],
        forbids: ["url", "token", "open", "exists"]),
      .when(key: "type", values: ["http"], requires: ["url", "open"], forbids: ["command"]),
    ]
  ) { key in
    switch key {
    case .type: .required(.word(TicketSourceType.self), "How it is asked.")
    case .command:
      .optional(
        .list(of: .line(Limits.location), mayBeEmpty: false, isDistinct: false),
        "A program by its name or absolute path, and its arguments.")
    case .url:
      .optional(
        .text(pattern: #"^https?://[^/@]+/.*\{ticket\}"#, limit: Limits.location),
        "An address with `{ticket}` where the ticket's name belongs.")
    case .token: .optional(.object(.token), "What the source knows us by.")
    case .open:
      .optional(.object(.openStates), "Where the answer has the state, and which are open.")
    case .exists:
      .optional(
        .text(pattern: "^[!-~]+$", limit: Limits.ticket),
        "A ticket that always exists and is open, without which nothing is taken away.")
    }
  }

  private static let token = ObjectSchema(TokenKeys.self) { key in
    switch key {
    case .variable:
      .required(
        .text(pattern: "^\(TicketToken.prefix)[A-Z0-9_]+$", limit: Limits.identifier),
        "The environment variable that has it.")
    case .scheme: .optional(.word(TicketToken.Scheme.self), "How it is sent.")
    }
  }

  private static let openStates = ObjectSchema(OpenKeys.self) { key in
    switch key {
    case .path:
      .required(
        .text(pattern: #"^\$[!-~]+$"#, limit: Limits.location),
        "Such as `$.fields.status.name`.")
    case .values:
      .required(
        .list(of: .line(Limits.name), mayBeEmpty: false, isDistinct: true), "The open states.")
    }
  }

  static let forge = ObjectSchema(ForgeKeys.self) { key in
    switch key {
    case .committer: .required(.object(.committer), "Whom the forge's own merges are committed by.")
    case .keys: .required(.keys(mayBeEmpty: false), "The keys that it signs with.")
    }
  }

  static let notifications = ObjectSchema(NotificationKeys.self) { key in
    switch key {
    case .webhooks:
      .required(
        .list(of: .object(.webhook), mayBeEmpty: false, isDistinct: false), "Who is told of what.")
    }
  }

  private static let webhook = ObjectSchema(
    WebhookKeys.self,
    Webhook.Target.allCases.map { target in
      let isMail = target == .mail
      return .when(
        key: "target", values: [target.rawValue], requires: [isMail ? "to" : "url_from"],
        forbids: [isMail ? "url_from" : "to"])
    }
  ) { key in
    switch key {
    case .name: .required(.plainName, "What messages call it.")
    case .variable:
      .optional(
        .text(pattern: "^\(Webhook.prefix)[A-Z0-9_]+$", limit: Limits.identifier),
        "The environment variable that has its address.")
    case .target: .required(.word(Webhook.Target.self), "What kind of channel it is.")
    case .to:
      .optional(
        .list(
          of: .text(
            pattern: "^(?!-)[A-Za-z0-9._+=-]+@[A-Za-z0-9._+=-]+$", limit: 254), mayBeEmpty: false,
          isDistinct: true), "Whom mail goes to.")
    case .events: .required(.words(of: NotifiedEvent.self), "What it is told of.")
    }
  }

  private static let committer = ObjectSchema(CommitterKeys.self) { key in
    switch key {
    case .name: .required(.line(Limits.name), "As git names it.")
    case .email: .required(.email, "As git has it.")
    }
  }

  /// A system's `connector`.
  static let connector = ObjectSchema(
    ConnectorKeys.self,
    ConnectorKind.allCases.map { kind in
      .when(
        key: "type", values: [kind.rawValue],
        requires: ConnectorKeys.required(of: kind).map(\.rawValue),
        forbids: ConnectorKeys.foreign(to: kind).map(\.rawValue))
    }
  ) { key in
    switch key {
    case .type: .required(.word(ConnectorKind.self), "The kind of connector.")
    case .authority:
      .optional(
        .authority,
        "The public key of the SSH certificate authority, or the X.509 authority's certificate in PEM."
      )
    case .logins:
      .optional(.named(.object(.login)), "What each entitlement comes to on the hosts.")
    case .certificates:
      .optional(.named(.object(.profile)), "What the certificate of each entitlement says.")
    case .command:
      .optional(
        .list(of: .line(Limits.location), mayBeEmpty: false, isDistinct: false),
        "A program by its name or absolute path, and its arguments.")
    case .targets:
      .optional(.named(.line(Limits.name)), "What each entitlement is called on the target.")
    case .service:
      .optional(.plainName, "What the runner's pg_service.conf calls the server.")
    case .roles:
      .optional(.named(.line(Limits.name)), "The role that each entitlement is a membership of.")
    case .login:
      .optional(
        .text(pattern: #"^[^$]*\$subject[^$]*$"#, limit: Limits.location),
        "What login roles are called; `$subject` is the holder's id.")
    case .uri:
      .optional(
        .text(
          pattern: "^ldap[is]?://[A-Za-z0-9._:%-]+$|^ldaps?://\\[[0-9A-Fa-f:]+\\](:[0-9]+)?$"
            + "|^https?://[A-Za-z0-9._~:\\[\\]-]+(/[A-Za-z0-9._~-]+)+$",
          limit: Limits.location),
        "Where the directory is, or the service that speaks SCIM.")
    case .user:
      .optional(
        .text(pattern: #"^[^$]*\$subject[^$]*$"#, limit: Limits.location),
        "What the target calls people; `$subject` is its id.")
    case .groups:
      .optional(
        .named(.line(Limits.location)), "The group that each entitlement is a membership of.")
    case .attribute:
      .optional(.word(LDAPConnector.Attribute.self), "Where a group keeps its members.")
    case .makeLogins:
      .optional(.boolean, "Whether login roles are made for the window, rather than found there.")
    case .repository: .optional(.repositoryAddress, "Where the manifests' branch is.")
    case .branch: .optional(.branch, "The branch that is applied to the cluster.")
    case .folder:
      .optional(
        .text(
          pattern: "^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$", limit: Limits.location),
        "The manifests' folder, which holds nothing else.")
    case .bindings:
      .optional(.named(.object(.roleReference)), "The role that each entitlement binds.")
    case .status:
      .optional(
        .object(.programSource), "What says which commit of the branch the cluster has applied.")
    case .runbook: .optional(.object(.runbook), "What people do on the target.")
    case .assignees:
      .optional(
        .list(of: .owner, mayBeEmpty: false, isDistinct: true),
        "Who does it, and whose signed merges confirm that it is done.")
    case .remindEvery: .optional(.duration, "How often they are reminded until it is; `24h`.")
    }
  }

  private static let roleReference = ObjectSchema(RoleReferenceKeys.self) { key in
    switch key {
    case .namespace:
      .required(.text(pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", limit: 63), "Where it is given.")
    case .kind: .required(.word(RoleReference.Kind.self), "What kind of object the role is.")
    case .name:
      .required(.text(pattern: #"^(?!\.{1,2}$)[!-$&-.0-~]+$"#, limit: 253), "The role's name.")
    }
  }

  static let programSource = ObjectSchema(ProgramSourceKeys.self) { key in
    switch key {
    case .type: .required(.word(ProgramSourceType.self), "What kind of source says so.")
    case .command:
      .required(
        .list(of: .line(Limits.location), mayBeEmpty: false, isDistinct: false),
        "A program by its name or absolute path, and its arguments.")
    }
  }

  private static let runbook = ObjectSchema(RunbookKeys.self) { key in
    switch key {
    case .give: .required(.prose, "How access is given.")
    case .take: .required(.prose, "How it is taken away.")
    }
  }

  private static let login = ObjectSchema(LoginKeys.self) { key in
    switch key {
    case .principals:
      .required(
        .list(
          of: .text(pattern: #"^(\$subject|[!-#%-+\--~]+)$"#, limit: Limits.identifier),
          mayBeEmpty: false, isDistinct: true), "Accounts or roles; `$subject` is the holder's id.")
    case .sourceAddress:
      .optional(
        .list(
          of: .text(pattern: "^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$", limit: Limits.identifier),
          mayBeEmpty: false, isDistinct: true), "Where logins must come from; anywhere else.")
    case .forceCommand:
      .optional(
        .text(pattern: "^ *[!-~][ -~]*$", limit: Limits.location),
        "What is run in place of what is asked for.")
    case .extensions:
      .optional(.words(of: SSHExtension.self), "What a session may do; nothing else.")
    }
  }

  private static let profile = ObjectSchema(ProfileKeys.self) { key in
    switch key {
    case .commonName:
      .required(.certifiedName(Limits.commonName), "The subject; `$subject` is the holder's id.")
    case .dns:
      .optional(.certifiedNames("[^@:/]*"), "Names of machines.")
    case .emails: .optional(.certifiedNames("[^@]+@[^@]+"), "E-mail addresses.")
    case .uris:
      .optional(
        .certifiedNames("[A-Za-z][A-Za-z0-9+.-]*:.+"), "Such as `spiffe://example.org/$subject`.")
    case .extendedKeyUsage:
      .optional(.words(of: X509KeyUsage.self), "What the key is for; `client_auth` unless said.")
    }
  }
}
