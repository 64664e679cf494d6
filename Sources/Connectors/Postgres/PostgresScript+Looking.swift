extension PostgresScript {
  /// Finds what orders are about: `asked`, one row for each of the JSON array `orders`, and `pairs`, the role and
  /// the login of each, by oid and by name.
  ///
  /// Oids outlive renaming, and are never given twice by one server; another one has others, unless it was
  /// upgraded in place, when those that are named in the orders are named so there too.
  static func finding(_ orders: String) -> String {
    """
    asked as (
      select o.*, case when o.server is not null then
          o.server = (select system_identifier::text from pg_control_system())
          or exists (select from pg_roles r join pg_roles l on l.oid::text = o.login_oid
            where r.oid::text = o.role_oid and r.rolname = o.role and l.rolname = o.login)
        end as is_same
      from json_to_recordset((\(orders))::json) as o(n int, role text, login text, mark text, by_name boolean,
        server text, role_oid text, login_oid text, grantor_oid text)
    ), pairs(n, role, login) as (
      select a.n, r.oid, l.oid from asked a
        join pg_roles r on r.oid::text = a.role_oid join pg_roles l on l.oid::text = a.login_oid
        where a.is_same
      union
      select a.n, r.oid, l.oid from asked a
        join pg_roles r on r.rolname = a.role join pg_roles l on l.rolname = a.login
        where a.by_name
    )
    """
  }

  /// What the catalog says of each order.
  ///
  /// A membership counts by whosever hand it is: the door is open all the same. What Countersign gave through
  /// another role counts for that one alone.
  static let look = """
    with recursive \(finding(":'wanted'")), me(id) as (
      select oid from pg_roles where rolname = current_user
    ), holders(role, id) as (
      select distinct role, role from pairs
      union
      select h.role, m.member from holders h join pg_auth_members m on m.roleid = h.id
    ), there as (
      select distinct p.n from pairs p join holders h on h.role = p.role
        join pg_auth_members m on m.roleid = h.id and m.member = p.login
        where h.id = p.role or m.grantor <> (select id from me)
    ), given as (
      select distinct on (p.n) p.n, m.roleid, m.member, m.grantor from pairs p
        join pg_auth_members m on m.roleid = p.role and m.member = p.login
        order by p.n, (m.grantor = (select id from me)) desc, m.grantor
    ), gifts as (
      select m.roleid, m.member, r.rolname as role, l.rolname as login,
          shobj_description(l.oid, 'pg_authid') as mark
        from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
        where m.grantor = (select id from me)
    )
    select coalesce(json_agg(json_build_object(
        'n', a.n, 'same', a.is_same, 'there', exists (select from there t where t.n = a.n),
        'mine', coalesce(g.grantor = (select id from me), false),
        'server', (select system_identifier::text from pg_control_system()),
        'role', g.roleid::text, 'login', g.member::text, 'grantor', g.grantor::text,
        'knows_role', exists (select from pg_roles where rolname = a.role),
        'knows_login', exists (select from pg_roles where rolname = a.login),
        'unexplained', (select coalesce(json_agg(distinct x.login), '[]') from gifts x
          where a.server is null and (
            x.login = a.login and not exists (select from pg_roles where rolname = a.role)
            or x.role = a.role and not exists (select from pg_roles where rolname = a.login)
              and (x.mark is null or x.mark = a.mark)
            or not exists (select from pg_roles where rolname in (a.role, a.login))))
      )), '[]')
    from asked a left join given g on g.n = a.n;

    """
}
