using PartyCloud.Contracts;
using PartyCloud.ServiceDefaults.Messaging;
using PartyCloud.ServiceDefaults.Storage;

namespace PartyCloud.ServiceDefaults.Operations;

/// <summary>Computes the digests of what a service owns and of what it remembers of others.</summary>
internal sealed class Digests(ServiceDatabase database, MessagingExtensions.Catalogue catalogue)
{
    public async Task<List<DigestResponse>> ComputeAsync(CancellationToken cancel)
    {
        List<DigestResponse> digests = [];
        foreach (var (type, owner, rows) in catalogue.Digests)
        {
            // The exclusive or of the rows' hashes: independent of their order, and different when one row is.
            await using var command = database.System.CreateCommand(
                $"select count(*), coalesce(bit_xor(hashtextextended(d.id::text || ':' || d.version, 0)), 0) from ({rows}) as d (id, version)");
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            digests.Add(new(type, owner, reader.GetInt64(0), reader.GetInt64(1)));
        }

        return digests;
    }
}
