using PartyCloud.ServiceDefaults.Telemetry;
using PartyCloud.Testing;

namespace PartyCloud.ServiceDefaults.Tests.Telemetry;

public sealed class FigureHistoryTests
{
    private readonly TestClock clock = new();
    private readonly FigureHistory history;

    public FigureHistoryTests() => history = new(clock);

    [Fact]
    public void What_stands_is_shown_as_it_stands_and_begins_with_the_first_sample()
    {
        var begun = clock.GetUtcNow();
        history.Take([Waiting(7)]);
        Step();
        history.Take([Waiting(0)]);

        var figures = history.Read("members");

        Assert.Equal(("members", begun, 15), (figures.Service, figures.From, figures.Step));
        var series = Assert.Single(figures.Series);
        Assert.Equal(("waiting", null, "{fact}"), (series.Figure, series.Label, series.Unit));
        Assert.Equal([7, 0], series.Values);
    }

    [Fact]
    public void What_grows_is_shown_by_the_second_and_not_before_there_are_two_samples()
    {
        history.Take([Rows(1000)]);
        Step();
        history.Take([Rows(1030)]);
        Step();
        history.Take([Rows(1030)]);

        Assert.Equal([null, 2, 0], Values("rows"));
    }

    [Fact]
    public void What_this_process_counts_for_the_first_time_is_all_new_but_of_what_others_count_two_readings_are_needed()
    {
        history.Take([Waiting(0)]);
        Step();
        history.Take([Waiting(0), Rows(30), Commits(1_000_000)]);
        Step();
        history.Take([Waiting(0), Rows(30), Commits(1_000_150)]);

        Assert.Equal([null, 2, 0], Values("rows"));
        Assert.Equal([null, null, 10], Values("commits"));
    }

    [Fact]
    public void A_counter_that_began_anew_has_no_rate_until_the_next_sample()
    {
        history.Take([Commits(500)]);
        Step();
        history.Take([Commits(30)]);
        Step();
        history.Take([Commits(60)]);

        Assert.Equal([null, null, 2], Values("commits"));
    }

    [Fact]
    public void The_95th_percentile_is_of_what_came_since_the_last_sample()
    {
        history.Take([Took((0.1, 1_000))]);
        Step();
        // Ten more, nine of them quick: the tenth decides.
        history.Take([Took((0.1, 1_009), (1, 1))]);
        Step();
        history.Take([Took((0.1, 1_009), (1, 1))]);

        Assert.Equal([0.095, 0.55, null], Values("took"));
    }

    [Fact]
    public void Of_what_took_long_the_median_is_told_beside_the_95th_percentile()
    {
        var durations = new Durations();
        durations.Add(0.1, 8);
        durations.Add(1, 2);
        history.Take([new Quantile("half", null, "s", durations, 0.5), new Quantile("most", null, "s", durations, 0.95)]);

        Assert.Equal([0.0625], Values("half"));
        Assert.Equal([0.775], Values("most"));
    }

    [Fact]
    public void The_ten_slowest_routes_are_those_of_the_time_since_the_last_reading()
    {
        var routes = new SlowRoutes();
        routes.Of("GET /api/v1/slow").Add(10, 1_000);
        Assert.Equal("GET /api/v1/slow", Assert.Single(routes.Take()).Label);

        routes.Of("GET /api/v1/slow").Add(10, 1_000);
        for (var n = 1; n <= 12; n++)
        {
            routes.Of($"GET /api/v1/{n}").Add(n, 1);
        }

        Assert.Equal(Enumerable.Range(3, SlowRoutes.Most).Reverse().Select(n => $"GET /api/v1/{n}"), routes.Take().Select(route => route.Label));
    }

    [Fact]
    public void A_share_is_of_what_came_since_the_last_sample()
    {
        history.Take([new Share("hits", null, 900, 1000)]);
        Step();
        history.Take([new Share("hits", null, 930, 1040)]);
        Step();
        history.Take([new Share("hits", null, 930, 1040)]);

        Assert.Equal([null, 0.75, null], Values("hits"));
    }

    [Fact]
    public void A_figure_that_nobody_could_read_has_no_value_and_its_rate_is_that_of_the_whole_gap()
    {
        history.Take([Commits(0), Waiting(1)]);
        Step();
        history.Take([Waiting(1)]);
        Step();
        history.Take([Commits(60), Waiting(1)]);

        Assert.Equal([null, null, 2], Values("commits"));
    }

    [Fact]
    public void A_series_that_ends_is_shown_to_its_end_and_forgotten_after_two_hours()
    {
        history.Take([Waiting(5), Rows(0)]);
        for (var sample = 1; sample < FigureHistory.Samples; sample++)
        {
            Step();
            history.Take([Rows(0)]);
        }

        Assert.Equal([5, null], Values("waiting").Take(2));
        Assert.Equal(FigureHistory.Samples, Values("waiting").Count);

        Step();
        history.Take([Rows(0)]);
        Assert.Equal("rows", Assert.Single(history.Read("members").Series).Figure);
    }

    [Fact]
    public void Two_hours_are_kept_and_the_oldest_sample_gives_way_to_the_newest()
    {
        var begun = clock.GetUtcNow();
        history.Take([Waiting(0)]);
        for (var sample = 1; sample < FigureHistory.Samples + 10; sample++)
        {
            Step();
            history.Take([Waiting(sample)]);
        }

        var figures = history.Read("members");
        Assert.Equal(begun.AddSeconds(10 * 15), figures.From);
        Assert.Equal(Enumerable.Range(10, FigureHistory.Samples).Select(n => (double?)n), figures.Series[0].Values);
    }

    [Fact]
    public void Samples_that_were_left_out_stay_empty()
    {
        history.Take([Waiting(1)]);
        Step(3.2);
        history.Take([Waiting(2)]);

        Assert.Equal([1, null, null, 2], Values("waiting"));
    }

    [Fact]
    public void A_sample_that_is_a_little_late_takes_its_own_place()
    {
        history.Take([Waiting(1)]);
        Step(1.3);
        history.Take([Waiting(2)]);
        Step(0.7);
        history.Take([Waiting(3)]);

        Assert.Equal([1, 2, 3], Values("waiting"));
    }

    [Fact]
    public void A_clock_that_is_set_back_begins_the_history_anew()
    {
        history.Take([Waiting(1)]);
        Step();
        history.Take([Waiting(2)]);
        clock.Set(clock.GetUtcNow().AddHours(-1));
        history.Take([Waiting(3)]);

        Assert.Equal([3], Values("waiting"));
        Assert.Equal(clock.GetUtcNow(), history.Read("members").From);
    }

    [Fact]
    public void The_number_of_series_is_bounded()
    {
        history.Take(Enumerable.Range(0, 1000).Select(n => new Level($"figure {n % 100}", $"{n}", "{message}", n)));
        Assert.Equal(FigureHistory.MostSeries, history.Read("members").Series.Count);
    }

    [Fact]
    public void One_figure_of_many_lines_leaves_room_for_the_others()
    {
        history.Take([.. Enumerable.Range(0, 1000).Select(n => new Level("queue", $"{n}", "{message}", n)), Waiting(7)]);

        Assert.Equal(FigureHistory.MostOfOne, history.Read("members").Series.Count(series => series.Figure == "queue"));
        Assert.Equal([7], Values("waiting"));
    }

    [Fact]
    public void What_is_counted_is_told_in_all_as_well_and_what_stands_is_not()
    {
        history.Take([Rows(1000), Waiting(7)]);
        Step();
        history.Take([Rows(1030), Waiting(7)]);

        Assert.Equal([1030, null], history.Read("members").Series.Select(series => series.Total));
    }

    [Fact]
    public void A_history_that_has_not_begun_is_empty()
    {
        Assert.Empty(history.Read("members").Series);
    }

    private static Level Waiting(double value) => new("waiting", null, "{fact}", value);

    private static Total Rows(double value) => new("rows", null, "{row}/s", value, CountedHere: true);

    private static Total Commits(double value) => new("commits", null, "{transaction}/s", value, CountedHere: false);

    private static Quantile Took(params (double Bound, long Count)[] buckets)
    {
        var durations = new Durations();
        foreach (var (bound, count) in buckets)
        {
            durations.Add(bound, count);
        }

        return new("took", null, "s", durations, 0.95);
    }

    private IReadOnlyList<double?> Values(string figure) => Assert.Single(history.Read("members").Series, series => series.Figure == figure).Values;

    private void Step(double steps = 1) => clock.Set(clock.GetUtcNow() + (steps * FigureHistory.Step));
}
