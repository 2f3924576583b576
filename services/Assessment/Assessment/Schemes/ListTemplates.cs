using Microsoft.AspNetCore.Http.HttpResults;
using PartyCloud.Assessment.Contracts;

namespace PartyCloud.Assessment.Schemes;

internal static class ListTemplates
{
    internal static Ok<IReadOnlyList<SchemeTemplate>> Handle() => TypedResults.Ok<IReadOnlyList<SchemeTemplate>>(
    [
        new("threeStages", "自查、抽查、年终考评", SchemeTemplates.ThreeStages),
        new("vanguardIndex", "先锋指数", SchemeTemplates.VanguardIndex),
        new("starRating", "星级评定", SchemeTemplates.StarRating),
    ]);
}
