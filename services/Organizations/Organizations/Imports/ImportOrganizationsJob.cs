using System.Text.Json;
using Npgsql;
using PartyCloud.Organizations.Contracts;
using PartyCloud.Organizations.Spelling;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Jobs;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Sheets;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Imports;

/// <summary>
/// Imports a sheet in two phases, both in committed steps: its rows are staged as they are read, then those whose parent is known are
/// taken into the tree, generation by generation, so that a file may come in any order. What is known already is changed only where it
/// differs.
/// </summary>
internal sealed class ImportOrganizationsJob(ServiceDatabase database, OutboxSignal outbox) : IJobHandler
{
    private const int RowsInFirstStep = 500;
    private const int RowsPerStep = 5000;

    public async Task RunAsync(JobRun run, CancellationToken cancel)
    {
        await using var connection = await run.OpenConnectionAsync(cancel);
        if (run.Done == 0)
        {
            await StageAsync(run, connection, cancel);
        }

        // The first steps are smaller, so that who waits sees rows go in.
        var size = RowsInFirstStep;
        while (await TakeStepAsync(run, connection, size, cancel) > 0)
        {
            outbox.Wake();
            size = Math.Min(2 * size, RowsPerStep);
        }

        await RefuseOrphansAsync(run, connection, cancel);
    }

    private async Task StageAsync(JobRun run, NpgsqlConnection connection, CancellationToken cancel)
    {
        var staged = await ScalarAsync<int>(
            "select greatest((select max(row) from import_rows where job_id = $1), (select max(row)::int from job_errors where job_id = $1), 0)", run.Id, cancel);
        await using var file = run.OpenFile();
        await using var reader = await SheetReader.OpenAsync(file, OrganizationSheet.Columns, cancellation: cancel);
        var sheet = new OrganizationSheet(await DomainTypesAsync(cancel));
        List<ImportRow> rows = [];
        List<RowError> errors = [];
        while (await reader.ReadAsync(cancel))
        {
            if (reader.Row <= staged)
            {
                continue;
            }

            if (sheet.Read(reader, errors) is { } row)
            {
                rows.Add(row);
            }

            if (rows.Count + errors.Count >= RowsPerStep)
            {
                await StoreAsync();
            }
        }

        await StoreAsync();
        await using (var transaction = await run.BeginAsync(connection, cancel))
        {
            // The first of two rows with one code counts. Sorted once and never joined: the planner
            // knows nothing yet of rows that have just come, and a join that compares each with each takes hours for a city.
            var twice = await RefusedAsync(connection, """
                delete from import_rows r where r.job_id = $1 and r.row = any(array(
                  select row from (select row, row_number() over (partition by code order by row) as nth from import_rows where job_id = $1) n where nth > 1))
                returning r.row, 'code', 'import.repeated', r.code,
                """, cancel, run.Id);
            await run.CheckpointAsync(connection, 0, twice, cancel);
            await transaction.CommitAsync(cancel);
        }

        await run.SetTotalAsync(reader.RowsRead, cancel);

        async Task StoreAsync()
        {
            await using var transaction = await run.BeginAsync(connection, cancel);
            await using var insert = new NpgsqlCommand("""
                insert into import_rows (job_id, level_code, row, code, name, spelling, kind, domain_type, parent_code, region_code, unit_name, unit_class, established_on, external_code,
                  credit_code)
                select $1, $2, * from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                """, connection);
            await insert.With(
                run.Id, run.LevelCode, Column(r => r.Row), Column(r => r.Code), Column(r => r.Name), Column(r => Pinyin.Spell(r.Name)),
                Column(r => JsonNamingPolicy.CamelCase.ConvertName(r.Kind.ToString())),
                Column(r => r.DomainType), Column(r => r.ParentCode), Column(r => r.RegionCode), Column(r => r.UnitName), Column(r => r.UnitClass),
                Column(r => r.EstablishedOn), Column(r => r.ExternalCode), Column(r => r.CreditCode)).ExecuteNonQueryAsync(cancel);
            await run.CheckpointAsync(connection, 0, errors, cancel);
            await transaction.CommitAsync(cancel);
            rows.Clear();
            errors.Clear();
        }

        T[] Column<T>(Func<ImportRow, T> value) => [.. rows.Select(value)];
    }

    // One committed step: rows whose parent is in the tree (or that are known already) go in or are refused.
    private static async Task<int> TakeStepAsync(JobRun run, NpgsqlConnection connection, int size, CancellationToken cancel)
    {
        await using var transaction = await run.BeginAsync(connection, cancel);
        await ExecuteAsync("select pg_advisory_xact_lock_shared(7234010)");
        await ExecuteAsync($"""
            create temp table step on commit drop as
            select r.*, p.id as parent_id, p.level_code as parent_place, o.id as known_id, gen_random_uuid() as new_id, null::text as place,
              case
                when o.status <> 'active' then 'organization.not-active'
                when o.id is not null and r.parent_code is not null and p.id is distinct from o.parent_id then 'organization.import-moves'
                when o.id is null and r.parent_code is null and $2 <> '{LevelScope.Everything.Text}' then 'organization.parent-required'
                when o.id is null and p.status <> 'active' then 'organization.parent-closed'
              end as problem
            from import_rows r
            left join party_organizations p on p.code = r.parent_code
            left join party_organizations o on o.code = r.code
            where r.job_id = $1 and (r.parent_code is null or p.id is not null or o.id is not null)
            order by r.row limit {size}
            """, run.Id, run.Caller.Reach.Text);
        await using var count = new NpgsqlCommand("select count(*)::int from step", connection);
        var taken = (int)(await count.ExecuteScalarAsync(cancel))!;
        if (taken == 0)
        {
            return 0;
        }

        await ExecuteAsync("analyze step");
        await ExecuteAsync($"""
            with wanted as (
              select coalesce(parent_id, '{Guid.Empty}') as parent_id, coalesce(parent_place, '{LevelScope.Everything.Text}') as parent_place, count(*)::int as n
              from step where known_id is null and problem is null group by 1, 2),
            given as (
              insert into child_places (parent_id, level_code, last) select parent_id, parent_place, n from wanted order by parent_id
              on conflict (parent_id) do update set last = child_places.last + excluded.last, level_code = excluded.level_code returning parent_id, last),
            numbered as (
              select row, parent_id, row_number() over (partition by parent_id order by row) as n, count(*) over (partition by parent_id) as of
              from step where known_id is null and problem is null)
            update step s set place = case when g.last <= case when s.parent_id is null then {LevelCode.MaxRoots} else {LevelCode.MaxChildren} end
                and length(coalesce(s.parent_place, '')) < {LevelCode.MaxDepth * LevelCode.CharactersPerLevel}
                then app.child_code(coalesce(s.parent_place, ''), (g.last - n.of + n.n)::int) end
            from numbered n join given g on g.parent_id = coalesce(n.parent_id, '{Guid.Empty}') where n.row = s.row
            """);
        await ExecuteAsync("update step set problem = 'organization.no-place' where known_id is null and problem is null and place is null");
        await ExecuteAsync($"""
            with added as (
              insert into party_organizations
                (id, code, level_code, name, spelling, kind, domain_type, parent_id, region_code, unit_name, unit_class, established_on, external_code, credit_code, status, version)
              select new_id, code, place, name, spelling, kind, domain_type, parent_id, region_code, unit_name, unit_class, established_on, external_code, credit_code, 'active', 1
              from step where known_id is null and problem is null order by row
              on conflict (code) do nothing returning *),
            told as (
              insert into outbox (id, type, body)
              select gen_random_uuid(), '{typeof(OrganizationState).FullName}', app.organization_state(added::party_organizations) from added order by level_code)
            update step set problem = 'unique.organization_code' where known_id is null and problem is null and not exists (select 1 from added where added.id = new_id)
            """);
        await ExecuteAsync($"""
            with changed as (
              update party_organizations o set name = s.name, spelling = s.spelling, kind = s.kind, domain_type = s.domain_type, region_code = s.region_code, unit_name = s.unit_name,
                unit_class = s.unit_class, established_on = s.established_on, external_code = s.external_code, credit_code = s.credit_code, version = o.version + 1
              from step s
              where o.id = s.known_id and s.problem is null
                and (o.name, o.kind, o.domain_type, o.region_code, o.unit_name, o.unit_class, o.established_on, o.external_code, o.credit_code)
                  is distinct from (s.name, s.kind, s.domain_type, s.region_code, s.unit_name, s.unit_class, s.established_on, s.external_code, s.credit_code)
              returning o.*)
            insert into outbox (id, type, body)
            select gen_random_uuid(), '{typeof(OrganizationState).FullName}', app.organization_state(changed::party_organizations) from changed
            """);
        await ExecuteAsync("delete from import_rows r using step s where r.job_id = s.job_id and r.row = s.row");
        var refused = await RefusedAsync(connection, """
            delete from step r where problem is not null
            returning r.row, case when problem like '%parent%' or problem like '%moves' then 'parent_code' else 'code' end, problem, r.code,
            """, cancel);
        await run.CheckpointAsync(connection, run.Done + taken, refused, cancel);
        await transaction.CommitAsync(cancel);
        return taken;

        async Task<int> ExecuteAsync(string sql, params object?[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.With(values).ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task RefuseOrphansAsync(JobRun run, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var transaction = await run.BeginAsync(connection, cancel);
        var orphans = await RefusedAsync(
            connection, "delete from import_rows r where r.job_id = $1 returning r.row, 'parent_code', 'organization.parent-unknown', r.parent_code,", cancel, run.Id);

        // The rows that were refused when the sheet was read are done with too.
        await using var total = new NpgsqlCommand("select coalesce(total, 0) from jobs where id = $1", connection);
        var all = (long)(await total.With(run.Id).ExecuteScalarAsync(cancel))!;
        await run.CheckpointAsync(connection, Math.Max(all, run.Done + orphans.Count), orphans, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <param name="deleting">Deletes rows named r and returns row, column, code and the text's argument.</param>
    private static async Task<List<RowError>> RefusedAsync(NpgsqlConnection connection, string deleting, CancellationToken cancel, params object?[] values)
    {
        await using var command = new NpgsqlCommand($"""
            {deleting} array[r.code, r.name, r.kind, r.domain_type, r.parent_code, r.region_code, r.unit_name, r.unit_class, r.established_on::text, r.external_code, r.credit_code]
            """, connection);
        await using var reader = await command.With(values).ExecuteReaderAsync(cancel);
        List<RowError> errors = [];
        while (await reader.ReadAsync(cancel))
        {
            errors.Add(new(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2),
                [.. reader.GetFieldValue<string?[]>(4).Select(cell => cell ?? "")], reader.IsDBNull(3) ? "" : reader.GetString(3)));
        }

        errors.Sort((one, other) => one.Row.CompareTo(other.Row));
        return errors;
    }

    private async Task<IReadOnlyDictionary<string, string>> DomainTypesAsync(CancellationToken cancel)
    {
        await using var command = database.App.CreateCommand("select code, name from domain_types");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancel))
        {
            types[reader.GetString(0)] = types[reader.GetString(1)] = reader.GetString(0);
        }

        return types;
    }

    private async Task<T> ScalarAsync<T>(string sql, Guid job, CancellationToken cancel)
    {
        await using var command = database.System.CreateCommand(sql);
        return (T)(await command.With(job).ExecuteScalarAsync(cancel))!;
    }
}
