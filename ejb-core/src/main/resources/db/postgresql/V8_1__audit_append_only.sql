-- PostgreSQL only: H2 has triggers in Java only, from a class path that is not ours.

create function refuse_to_change_the_audit_log() returns trigger language plpgsql as
$$
begin
    raise exception 'The audit log is append-only: % of % is refused.', tg_op, tg_table_name;
end
$$;

create trigger append_only before update or delete or truncate on audit_event
    for each statement execute function refuse_to_change_the_audit_log();
create trigger append_only before update or delete or truncate on audit_link
    for each statement execute function refuse_to_change_the_audit_log();
create trigger append_only before update or delete or truncate on audit_checkpoint
    for each statement execute function refuse_to_change_the_audit_log();
