using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartyCloud.Members.Contracts;
using PartyCloud.Members.Storage;
using PartyCloud.ServiceDefaults.Access;
using PartyCloud.ServiceDefaults.Exports;

namespace PartyCloud.Members.Registry;

/// <summary>The members of a list, or those who were chosen from it, as a sheet: identity number and telephone masked as on the page.</summary>
internal static class ExportMembers
{
    /// <summary>As many as one address holds.</summary>
    private const int MaxChosen = 100;

    internal static readonly ExportSheet<MemberLine> Sheet = new ExportSheet<MemberLine>("members")
        .Text("name", m => m.Name).Choice("sex", m => m.Sex).Date("birthDate", m => m.BirthDate).Text("ethnicity", m => m.Ethnicity).Text("education", m => m.Education)
        .Text("idNumber", m => m.IdNumber).Text("phone", m => m.Phone).Text("organizationCode", m => m.OrganizationCode).Text("organization", m => m.Organization)
        .Choice("status", m => m.Status).YesNo("mobile", m => m.Mobile).Date("appliedOn", m => m.AppliedOn).Date("joinedOn", m => m.JoinedOn)
        .Date("formalOn", m => m.FormalOn).Text("occupation", m => m.Occupation).Text("tags", m => string.Join('、', m.Tags)).Text("externalCode", m => m.ExternalCode);

    /// <param name="purpose">Why; it stands in the audit log.</param>
    /// <param name="format">csv or xlsx.</param>
    /// <param name="under">The subtree of this organization; the caller's whole scope where nothing is said.</param>
    /// <param name="mobile">Only mobile members (流动党员), or only the others.</param>
    /// <param name="q">The beginning of the name.</param>
    /// <param name="ids">Only these.</param>
    public static async Task<Results<PushStreamHttpResult, NotFound>> Handle(
        [StringLength(200, MinimumLength = 2), RegularExpression(@".*\S.*")] string purpose, HttpContext http, Caller caller, MembersDb db, CancellationToken cancel,
        [RegularExpression(Exports.Formats)] string format = "csv", Guid? under = null, MemberStatus? status = null, bool? mobile = null,
        [StringLength(50)] string? q = null, [MaxLength(MaxChosen)] Guid[]? ids = null)
    {
        if (await db.WithinAsync(db.Members.AsNoTracking(), under, caller, cancel) is not { } members)
        {
            return TypedResults.NotFound();
        }

        members = status is null ? members : members.Where(m => m.Status == status);
        members = mobile is null ? members : members.Where(m => m.Mobile == mobile);
        members = ids is null or [] ? members : members.Where(m => ids.Contains(m.Id));
        if (q?.Trim() is { Length: > 0 } name)
        {
            var end = name + "\U0010FFFF";
            members = members.Where(m => string.Compare(m.Name, name) >= 0 && string.Compare(m.Name, end) < 0);
        }

        var lines = from m in members
                    join o in db.Organizations.AsNoTracking() on m.OrganizationId equals o.Id into known
                    from o in known.DefaultIfEmpty()
                    orderby m.LevelCode, m.Id
                    select new MemberLine(
                        m.Name, m.Sex, m.BirthDate, m.Ethnicity, m.Education, m.IdNumberMasked, m.PhoneMasked, o!.Code, o.Name, m.Status, m.Mobile,
                        m.AppliedOn, m.JoinedOn, m.FormalOn, m.Occupation, m.Tags, m.ExternalCode);
        return await db.ExportAsync(http, Sheet, lines, format, purpose, cancel);
    }
}

internal sealed record MemberLine(
    string Name, Sex Sex, DateOnly BirthDate, string? Ethnicity, string? Education, string IdNumber, string? Phone, string? OrganizationCode, string? Organization,
    MemberStatus Status, bool Mobile, DateOnly? AppliedOn, DateOnly? JoinedOn, DateOnly? FormalOn, string? Occupation, string[] Tags, string? ExternalCode);
