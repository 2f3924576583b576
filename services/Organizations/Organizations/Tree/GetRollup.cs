using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PartyCloud.Organizations.Contracts;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.Organizations.Tree;

/// <summary>The names of the counts in the table.</summary>
internal static class Measures
{
    public const string Organizations = "organizations";
    public const string Kind = "kind:";
    public const string DomainType = "domainType:";
    public const string Members = "members";
    public const string MemberStatus = "memberStatus:";
}

/// <summary>Reads the counters that every change keeps: a district costs the same as a branch. Plain SQL, because dashboards live on it.</summary>
internal static class GetRollup
{
    internal const string Sql = """
        select r.measure, r.count from party_organizations o left join rollups r on r.level_code = o.level_code and r.count <> 0 where o.id = $1
        """;

    public static async Task<Results<Ok<RollupResponse>, NotFound>> Handle(Guid id, Caller caller, ServiceDatabase database, CancellationToken cancel)
    {
        await using var reader = await database.ReadHotAsync(caller.Reach, new(Sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } }, cancel);
        var found = false;
        var (organizations, members) = (0, 0);
        Dictionary<string, int> byKind = [], byDomainType = [], byStatus = [];
        while (await reader.ReadAsync(cancel))
        {
            found = true;
            if (await reader.IsDBNullAsync(0, cancel))
            {
                continue;
            }

            var (measure, count) = (reader.GetString(0), reader.GetInt32(1));
            switch (measure)
            {
                case Measures.Organizations:
                    organizations = count;
                    break;
                case Measures.Members:
                    members = count;
                    break;
                default:
                    var by = measure.StartsWith(Measures.Kind, StringComparison.Ordinal) ? byKind
                        : measure.StartsWith(Measures.DomainType, StringComparison.Ordinal) ? byDomainType : byStatus;
                    by[measure[(measure.IndexOf(':', StringComparison.Ordinal) + 1)..]] = count;
                    break;
            }
        }

        return found
            ? TypedResults.Ok(new RollupResponse(new(organizations, byKind, byDomainType), new(members, byStatus)))
            : TypedResults.NotFound();
    }
}
