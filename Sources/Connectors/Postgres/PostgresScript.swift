/// What psql is given to do.
///
/// Its variables hold every name; within a block of `do` they are settings. A script may be broken off anywhere and
/// be run again, by two runners at once too. Each block is one transaction, and raises what went wrong behind
/// `raised` and its code.
enum PostgresScript {
  /// What a deed prints when it has come to its end.
  static let done = "done\n"
  /// Stands before the code and the text of what a block raises, in no language but ours.
  static let raised = "countersign-raised "

  /// Limits that let no lock of anybody's hold up a run, and no function of anybody's shadow the server's.
  static let settings = """
    set statement_timeout = '15s';
    set lock_timeout = '3s';
    set idle_in_transaction_session_timeout = '20s';
    set client_min_messages = error;
    set search_path = pg_catalog, pg_temp;

    """

  /// Makes the login a member of the role.
  static let give =
    names + """
      do $do$
      declare
        me record;
        role record;
        login record;
        wanted constant text := current_setting('countersign.login');
        mark constant text := current_setting('countersign.mark');
        ends constant timestamptz := current_setting('countersign.ends');
        makes constant boolean := current_setting('countersign.make');
      begin
        select oid, rolname, rolsuper into me from pg_roles where rolname = current_user;
        select oid, rolname, rolsuper into role from pg_roles
          where rolname = current_setting('countersign.role');
        select oid, rolname, rolsuper, rolcanlogin, rolvaliduntil,
            shobj_description(oid, 'pg_authid') is not distinct from mark as is_made
          into login from pg_roles where rolname = wanted;
        if me.rolsuper then
          raise exception '%', 'the runner logs in as ' || me.rolname || ', a superuser: '
            'all superusers grant in one name, so it could not be told what Countersign gave';
        elsif role.oid is null then
          raise exception 'the server has no role %', current_setting('countersign.role');
        elsif me.oid in (role.oid, login.oid) then
          raise exception '% is the runner''s own role', me.rolname;
        elsif role.rolsuper or login.rolsuper then
          raise exception 'a superuser, % or %, is no subject of grants', role.rolname, wanted;
        elsif login.oid is null and not makes then
          raise exception 'the server has no role %, which would be made a member', wanted;
        elsif login.oid is not null and makes and not login.is_made then
          raise exception 'there is a role % already, and Countersign did not make it', wanted;
        elsif not login.rolcanlogin and not login.is_made then
          raise exception 'the role % may not log in', wanted;
        end if;
        if \(isGiven(login: "login.oid", role: "role.oid", butBy: "me.oid")) then
          raise exception '% has % already, and Countersign did not give it', wanted, role.rolname;
        end if;

        if login.oid is null then
          execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication '
            'nobypassrls valid until %L', wanted, ends);
          execute format('comment on role %I is %L', wanted, mark);
        elsif login.is_made and login.rolcanlogin then
          execute format('alter role %I valid until %L', wanted, greatest(login.rolvaliduntil, ends));
        elsif login.is_made then
          execute format('alter role %I login password null valid until %L', wanted, ends);
        end if;
        if not exists (
          select from pg_auth_members m join pg_roles l on l.oid = m.member
          where m.roleid = role.oid and l.rolname = wanted and m.grantor = me.oid
        ) then
          execute format('grant %I to %I granted by current_user', role.rolname, wanted);
        end if;
      \(handler)
      end $do$;
      \\echo done

      """

  private static let names = """
    set countersign.login = :'login';
    set countersign.role = :'role';
    set countersign.ends = :'ends';
    set countersign.make = :'make';
    set countersign.mark = :'mark';

    """

  /// Whether `login` has `role`, by way of others too, because somebody but `giver` gave it: an expression of SQL made
  /// of three, each an oid.
  static func isGiven(login: String, role: String, butBy giver: String) -> String {
    """
    exists (
      with recursive holders(id) as (
        select \(role)
        union
        select m.member from holders h join pg_auth_members m on m.roleid = h.id
      )
      select from holders h join pg_auth_members m on m.roleid = h.id
      where m.member = \(login) and m.grantor <> \(giver))
    """
  }

  /// Ends a block: says what went wrong where psql's own words would depend on the server's language.
  static let handler = """
    exception when others then
      raise exception '\(raised)%: %', sqlstate, sqlerrm;
    """
}
