using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <summary>The catalogue, for everybody who has signed in and every app: what there is, and on what terms.</summary>
internal static class GetCatalogue
{
    public static async Task<Ok<IReadOnlyList<DataResourceResponse>>> Handle(GatewayDb db, CancellationToken cancel) =>
        TypedResults.Ok<IReadOnlyList<DataResourceResponse>>(await DataResourceResponse.AllAsync(db, db.DataResources, cancel));

    public static async Task<Results<Ok<DataResourceResponse>, NotFound>> One(string code, HttpContext http, GatewayDb db, CancellationToken cancel)
    {
        if (await DataResourceResponse.AllAsync(db, db.DataResources.Where(resource => resource.Code == code), cancel) is not [var found])
        {
            return TypedResults.NotFound();
        }

        IfMatch.Tag(http, found.Version);
        return TypedResults.Ok(found);
    }
}
