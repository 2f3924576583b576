using Npgsql;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Tests.Probes;

/// <summary>What the listeners cannot digest, for as long as the test wants it so.</summary>
internal sealed class Appetite
{
    public string? Refuses { get; set; }
}

/// <summary>Remembers the newest version of each thing, and every delivery.</summary>
internal sealed class OnThingState(Appetite appetite) : IEventHandler<ProbeDb, ThingState>
{
    public async Task HandleAsync(IReadOnlyList<ThingState> facts, ProbeDb db, CancellationToken cancel)
    {
        var connection = await db.OpenedAsync(cancel);
        await using var command = new NpgsqlCommand("""
            with facts as (select * from unnest($1, $2, $3) as fact (id, version, name)),
              noted as (insert into deliveries (thing_id, version) select id, version from facts)
            insert into thing_replica (id, version, name) select distinct on (id) id, version, name from facts order by id, version desc
            on conflict (id) do update set version = excluded.version, name = excluded.name where thing_replica.version < excluded.version
            """, connection);
        await command.With(facts.Select(fact => fact.Id).ToArray(), facts.Select(fact => fact.Version).ToArray(), facts.Select(fact => fact.Name).ToArray())
            .ExecuteNonQueryAsync(cancel);
        if (facts.Any(fact => fact.Name == appetite.Refuses))
        {
            throw new InvalidOperationException("It cannot be applied.");
        }
    }
}
