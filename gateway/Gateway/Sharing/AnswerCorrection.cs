using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Gateway.Signing;
using PartyCloud.Gateway.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Hosting;
using PartyCloud.ServiceDefaults.Problems;

namespace PartyCloud.Gateway.Sharing;

/// <param name="Text">What was put right, or why it stands; for who asked. Kept encrypted.</param>
public sealed record AnswerCorrectionRequest([Required, StringLength(1000, MinimumLength = 1)] string Text);

/// <summary>
/// Who has the object in scope answers. The datum itself is put right on its own page, under the rules that hold there; the answer says that it was, or why it stands.
/// </summary>
internal static class AnswerCorrection
{
    public static Task<Results<Ok<CorrectionItem>, NotFound>> Accept(
        Guid id, AnswerCorrectionRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, AppKeys keys, TimeProvider clock, CancellationToken cancel) =>
        AnswerAsync(
            id, ifMatch, caller, http, db, clock, "correction.accepted",
            correction => correction.Accept(keys.Seal(id, request.Text), caller.UserId, caller.UserName, clock.GetUtcNow()), cancel);

    public static Task<Results<Ok<CorrectionItem>, NotFound>> Refuse(
        Guid id, AnswerCorrectionRequest request, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, AppKeys keys, TimeProvider clock, CancellationToken cancel) =>
        AnswerAsync(
            id, ifMatch, caller, http, db, clock, "correction.refused",
            correction => correction.Refuse(keys.Seal(id, request.Text), caller.UserId, caller.UserName, clock.GetUtcNow()), cancel);

    private static async Task<Results<Ok<CorrectionItem>, NotFound>> AnswerAsync(
        Guid id, IfMatch ifMatch, Caller caller, HttpContext http, GatewayDb db, TimeProvider clock, string action, Action<CorrectionRequest> answer, CancellationToken cancel)
    {
        // To have asked is not to answer: the object must be within the caller's reach.
        if (await CorrectionRow.All(db).FirstOrDefaultAsync(row => row.Correction.Id == id, cancel) is not { LevelCode: { } code, Correction: var correction } || !caller.Reach.Contains(code))
        {
            return TypedResults.NotFound();
        }

        ifMatch.Check(correction);
        answer(correction);
        db.Record(caller, action, "correction", id, correction.Item);
        await db.SaveChangesAsync(cancel);
        IfMatch.Tag(http, correction.Version);
        return TypedResults.Ok(await CorrectionItem.OfAsync(db, id, caller, clock.Today(), cancel));
    }
}
